/** What Node has from 23.9 on, and in late releases of 22; its types here need not know it. */
export interface CpuUsage {
  readonly user: number;
  readonly system: number;
}

const own = (process as { threadCpuUsage?: () => CpuUsage }).threadCpuUsage;

/** Processor time of the calling thread in milliseconds; null where Node can't tell. */
export const threadCpuNow: (() => number) | null = own ? () => toMilliseconds(own()) : null;

export function toMilliseconds({ user, system }: CpuUsage): number {
  return (user + system) / 1000;
}
