const MIB = 1024 ** 2;

/** What one invocation may use. Times are milliseconds, the rest is bytes. */
export interface Limits {
  /** Wall time from the moment an instance begins to be made until the guest ends. */
  readonly timeoutMs: number;
  /** Processor time of the same span. A guest that sleeps or waits uses none. */
  readonly cpuTimeoutMs: number;
  /** Linear memories and tables of a guest together; what it keeps in files in memory has a limit of the same size. */
  readonly memoryBytes: number;
  /** The request body. */
  readonly bodyBytes: number;
  /** Standard output. */
  readonly outputBytes: number;
  /** Standard error that is kept for the logs; what comes after is dropped and counted. */
  readonly logBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  timeoutMs: 30_000,
  cpuTimeoutMs: 30_000,
  memoryBytes: 256 * MIB,
  bodyBytes: 16 * MIB,
  outputBytes: 32 * MIB,
  logBytes: 64 * 1024,
};
