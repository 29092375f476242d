/** One step of long work, for people. */
export interface ProgressEvent {
  /** `start` once, `update` any number of times, `end` once; a `note` is a line worth keeping by itself. */
  readonly kind: "start" | "update" | "end" | "note";
  /** What is being done, in a few words: `Making a Debian root`, `Compiling hello`. */
  readonly phase: string;
  /** What of it, when known: a package, a crate. */
  readonly detail?: string;
  /** Since the phase began; 0 for a note. */
  readonly elapsedMs: number;
}

export type Progress = (event: ProgressEvent) => void;

/** Runs `work` as a phase: says when it begins, what it is at, and when it ends. A failed phase does not end. */
export async function inPhase<T>(
  onProgress: Progress | undefined,
  phase: string,
  work: (update: (detail: string) => void) => Promise<T>,
): Promise<T> {
  const started = performance.now();
  const report = (kind: ProgressEvent["kind"], detail?: string) =>
    onProgress?.({
      kind,
      phase,
      ...(detail === undefined ? {} : { detail }),
      elapsedMs: performance.now() - started,
    });
  report("start");
  const result = await work((detail) => report("update", detail));
  report("end");
  return result;
}
