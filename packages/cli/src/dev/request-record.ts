import type { SandpiperError } from "@sandpiper/core";

/** What is known of one request; filled on its way, printed once when it is over. */
export interface RequestRecord {
  readonly time: Date;
  readonly method: string;
  /** With the query, as it was asked for. */
  readonly path: string;
  /** Which function answered, and the invocation's id. */
  name?: string;
  id?: string;
  error?: SandpiperError | null;
  /** What the function wrote to standard error, and how many bytes of it were dropped. */
  stderr?: string;
  stderrDropped?: number;
  /** Set when it is over. 499: the caller went away first. */
  status: number;
  /** From the request's headers to the last byte of the answer. */
  durationMs: number;
  /** Of the answer's body, as far as it was sent. */
  bytes: number;
}
