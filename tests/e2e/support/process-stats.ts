import { existsSync, readdirSync, readFileSync } from "node:fs";

/** What a process holds, of Linux's /proc. */
export interface ProcessStats {
  readonly residentBytes: number;
  readonly threads: number;
  readonly descriptors: number;
}

/** null where there is no /proc. */
export function readProcessStats(pid: number): ProcessStats | null {
  const folder = `/proc/${pid}`;
  if (!existsSync(`${folder}/status`)) return null;
  const status = readFileSync(`${folder}/status`, "utf8");
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
  return {
    residentBytes: field("VmRSS") * 1024,
    threads: field("Threads"),
    descriptors: readdirSync(`${folder}/fd`).length,
  };
}
