/** One step of long work, for people. A later one with the same `phase` replaces the earlier. */
export interface ProgressEvent {
  /** What is being done, in a few words: `Making a Debian root`, `Compiling`. */
  readonly phase: string;
  /** What of it, when known: a package, a crate, or cargo's own line. */
  readonly detail?: string;
  /** Since the phase began. */
  readonly elapsedMs: number;
  /** `start` once, `update` any number of times, `end` once; `note` is a line worth keeping by itself. */
  readonly kind: "start" | "update" | "end" | "note";
}

export type Progress = (event: ProgressEvent) => void;
