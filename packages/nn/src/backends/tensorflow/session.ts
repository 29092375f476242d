import type { Pointer, TensorflowLibrary } from "./open-library.ts";

/** A graph and the session that runs it. */
export interface Session {
  readonly graph: Pointer;
  readonly session: Pointer;
}

/** Frees both. */
export function closeSession(library: TensorflowLibrary, { graph, session }: Session): void {
  deleteSession(library, session);
  library.TF_DeleteGraph(graph);
}

/** Calls `work` with an empty graph, and deletes it when that throws. */
export function withNewGraph<T>(library: TensorflowLibrary, work: (graph: Pointer) => T): T {
  const graph = library.TF_NewGraph();
  try {
    return work(graph);
  } catch (error) {
    library.TF_DeleteGraph(graph);
    throw error;
  }
}

/** Calls `work` with an opened session, and closes that (not the graph) when it throws. */
export function withNewSession<T>(library: TensorflowLibrary, opened: Session, work: (opened: Session) => T): T {
  try {
    return work(opened);
  } catch (error) {
    deleteSession(library, opened.session);
    throw error;
  }
}

function deleteSession(library: TensorflowLibrary, session: Pointer): void {
  const status = library.TF_NewStatus();
  // What these two say does not matter: nothing can be done about it.
  library.TF_CloseSession(session, status);
  library.TF_DeleteSession(session, status);
  library.TF_DeleteStatus(status);
}
