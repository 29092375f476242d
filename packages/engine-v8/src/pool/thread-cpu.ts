import { Worker } from "node:worker_threads";
import { type CpuUsage, threadCpuNow, toMilliseconds } from "@sandpiper/engine/pool";

/** What Node has from 24.6 on, and in late releases of 22; its types here need not know it. */
type WorkerCpuUsage = ((this: Worker) => Promise<CpuUsage>) | undefined;

const ofWorker = (Worker.prototype as { cpuUsage?: WorkerCpuUsage }).cpuUsage;

/** Whether the processor time of a run can be watched from outside. */
export const canWatchCpu: boolean = threadCpuNow !== null && ofWorker !== undefined;

/** Processor time of a worker's thread, also while a guest runs in it; null when the worker is gone. */
export async function workerCpu(worker: Worker): Promise<number | null> {
  return ofWorker ? ofWorker.call(worker).then(toMilliseconds, () => null) : null;
}
