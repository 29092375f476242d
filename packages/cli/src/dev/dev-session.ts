import { toSandpiperError } from "@sandpiper/core";
import type { Engines } from "../engine/create-engines.ts";
import { loadProject } from "../project/load-project.ts";
import type { Project } from "../project/project.ts";
import { createDevApp, type DevApp } from "./app.ts";
import { type Build, createChangedBuilder } from "./build-changed.ts";
import { createFunctionSet, type FunctionChange, type FunctionSet } from "./function-set.ts";
import type { DevLog } from "./log.ts";

export interface DevSession {
  readonly functions: FunctionSet;
  readonly project: Project;
  readonly app: DevApp;
  /** Takes in that these files changed. Calls are done one after the other; it never rejects. */
  refresh(changed: ReadonlySet<string>): Promise<void>;
  /** Ends the engine. */
  close(): Promise<void>;
}

export interface DevSessionOptions {
  /** As it is at the start. */
  readonly project: Project;
  readonly engines: Engines;
  readonly log: DevLog;
  readonly build: Build;
  /** Called with the project each time it was read. */
  onProject?(project: Project): void;
}

/**
 * A project being served: reads it, builds what is not built, loads it, and again when files change. What cannot be
 * built or loaded leaves in place what served before.
 * @throws `E_NOT_FOUND`, `E_CONFIG` when the project can no longer be read after the first build
 */
export async function startSession(options: DevSessionOptions): Promise<DevSession> {
  const { engines, log } = options;
  const functions = createFunctionSet(engines);
  const buildChanged = createChangedBuilder(options.build);
  const { root } = options.project;
  let { project } = options;
  let app = createDevApp(functions, project.staticFolder);
  let last = Promise.resolve();

  async function take(changed: ReadonlySet<string>): Promise<readonly FunctionChange[]> {
    options.onProject?.(project);
    const failures = await buildChanged(project, changed);
    project = await loadProject(root);
    const changes = await functions.update(project.functions, failures);
    app = createDevApp(functions, project.staticFolder);
    return changes;
  }

  async function refresh(changed: ReadonlySet<string>): Promise<void> {
    try {
      const before = project;
      project = await loadProject(root);
      noteRestart(before, project, log);
      for (const change of await take(changed)) report(change, log);
    } catch (error) {
      log.problem(toSandpiperError(error), "The change is not taken in; what served before goes on");
    }
  }

  // What came to serve at the start is told as one table, by whoever starts; only what did not is told here.
  for (const change of await take(new Set())) if (change.error) report(change, log);
  return {
    functions,
    get project() {
      return project;
    },
    get app() {
      return app;
    },
    refresh(changed) {
      last = last.then(() => refresh(changed));
      return last;
    },
    close: () => engines.close(),
  };
}

function report({ name, kind, error }: FunctionChange, log: DevLog): void {
  if (error) log.problem(error, `${name} is not ${error.code === "E_BUILD" ? "built" : "loaded"}`);
  else if (kind === "changed") log.note(`reloaded ${name}`, "reloaded", { function: name });
  else log.note(`${kind} ${name}`, kind, { function: name });
}

/** Tells of settings that changed and are only read at the start. */
export function noteRestart(before: Project, now: Project, log: DevLog): void {
  for (const key of ["host", "port", "workers", "inference"] as const) {
    if (JSON.stringify(before[key]) !== JSON.stringify(now[key]))
      log.note(`"${key}" changed: restart to use it`, "restart-needed", { key });
  }
}
