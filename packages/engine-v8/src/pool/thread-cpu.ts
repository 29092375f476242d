import { Worker } from "node:worker_threads";

/** What Node has from 23.9 and 24.6 on, and in late releases of 22; its types here need not know it. */
interface CpuUsage {
  readonly user: number;
  readonly system: number;
}
type ThreadCpuUsage = (() => CpuUsage) | undefined;
type WorkerCpuUsage = ((this: Worker) => Promise<CpuUsage>) | undefined;

const own = (process as { threadCpuUsage?: ThreadCpuUsage }).threadCpuUsage;
const ofWorker = (Worker.prototype as { cpuUsage?: WorkerCpuUsage }).cpuUsage;

/** Whether the processor time of a run can be watched from outside. */
export const canWatchCpu: boolean = own !== undefined && ofWorker !== undefined;

/** Processor time of the calling thread in milliseconds; null where Node can't tell. */
export const threadCpuNow: (() => number) | null = own ? () => toMs(own()) : null;

/** The same of a worker's thread, also while a guest runs in it; null when the worker is gone. */
export async function workerCpu(worker: Worker): Promise<number | null> {
  return ofWorker ? ofWorker.call(worker).then(toMs, () => null) : null;
}

function toMs({ user, system }: CpuUsage): number {
  return (user + system) / 1000;
}
