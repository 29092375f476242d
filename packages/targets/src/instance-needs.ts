import type { Deployment } from "./target.ts";

const MIB = 1024 ** 2;

/** What Node, the program and the copies of a request and its answer take beside the guest's memory. MiB. */
const BESIDE_GUEST_MIB = 512;
/** A model is there as it was read, and as LiteRT has taken it over. */
const COPIES_OF_MODELS = 2;
/** What a first call needs beside the guest's time, to start and to compile the module. Seconds. */
const BESIDE_GUEST_S = 10;

/** Memory that an instance needs, MiB: for the function that may use most, and all models. */
export function toMemoryNeedMib({ functions, modelBytes = 0 }: Deployment): number {
  const guest = Math.max(0, ...functions.map(({ settings }) => settings.limits.memoryBytes));
  return Math.ceil((guest + COPIES_OF_MODELS * modelBytes) / MIB) + BESIDE_GUEST_MIB;
}

/**
 * Time that a request may need, seconds: of the function that may take longest. It is what ends a guest that does not end, since that holds the
 * thread that could.
 */
export function toTimeNeedS({ functions }: Deployment): number {
  const guest = Math.max(0, ...functions.map(({ settings }) => settings.limits.timeoutMs)) / 1000;
  return Math.ceil(guest) + BESIDE_GUEST_S;
}
