import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What a load of some seconds showed; latencies in milliseconds. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly requests: number;
  /** Answers that were no 2xx or 3xx, and connections that failed. */
  readonly errors: number;
}

export interface LoadOptions {
  readonly url: string;
  /** A file that is posted; left out, the requests are GETs. */
  readonly bodyFile?: string;
  readonly connections: number;
  readonly seconds: number;
}

const SCRIPT = fileURLToPath(new URL("./load.lua", import.meta.url));

/** Loads a server with `wrk` from one thread, and throws when it answered nothing. */
export async function runLoad({ url, bodyFile, connections, seconds }: LoadOptions): Promise<LoadResult> {
  const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "20s", "-s", SCRIPT, url];
  const env = { ...process.env, ...(bodyFile ? { BENCH_BODY: bodyFile } : {}) };
  const { stdout } = await promisify(execFile)("wrk", args, { env });
  const line = /^RESULT (.*)$/m.exec(stdout)?.[1];
  if (!line) throw new Error(`wrk printed no result:\n${stdout}`);
  const raw = JSON.parse(line) as Record<"requests" | "durationUs" | "p50Us" | "p99Us" | "errors", number>;
  if (raw.requests === 0) throw new Error(`${url} answered nothing in ${seconds} s`);
  return {
    requestsPerSecond: raw.requests / (raw.durationUs / 1e6),
    p50: raw.p50Us / 1000,
    p99: raw.p99Us / 1000,
    requests: raw.requests,
    errors: raw.errors,
  };
}
