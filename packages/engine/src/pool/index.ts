export { checkFolders } from "./check-folders.ts";
export { Deadline } from "./deadline.ts";
export { Pool, type PoolOptions } from "./pool.ts";
export { checkPoolOption, type PoolSettings, toPoolOptions } from "./pool-options.ts";
export type { PoolWorker, PoolWorkerEvents, Running } from "./pool-worker.ts";
export type { Answer, Work } from "./protocol.ts";
export { monotonicNow, type RunBegin, type RunStatus } from "./run-status.ts";
export type { Task } from "./task.ts";
export { type CpuUsage, threadCpuNow, toMilliseconds } from "./thread-cpu.ts";
