import { toMemoryNeedMib, toTimeNeedS } from "../instance-needs.ts";
import type { Deployment } from "../target.ts";

/** Room for LiteRT, and for a model that a module brings along in itself. MiB. */
const LEAST_MIB = 1024;
const MOST_MIB = 32 * 1024;

/** Processors that an amount of memory wants, at least: https://docs.cloud.google.com/run/docs/configuring/services/memory-limits */
const CPUS: readonly (readonly [upToMib: number, cpus: number])[] = [
  [4 * 1024, 1],
  [8 * 1024, 2],
  [16 * 1024, 4],
  [24 * 1024, 6],
  [MOST_MIB, 8],
];

const MOST_S = 3600;

/**
 * Requests that an instance is handed at a time. Enough for a page and its files to come from one instance; few, since a guest that computes
 * holds the thread of all of them.
 */
const CONCURRENCY = 8;

/** Memory of an instance, MiB. */
export function toMemoryMib(deployment: Deployment): number {
  return Math.min(MOST_MIB, Math.max(LEAST_MIB, toMemoryNeedMib(deployment)));
}

/** Time of a request, seconds. */
export function toTimeoutS(deployment: Deployment): number {
  return Math.min(MOST_S, toTimeNeedS(deployment));
}

/** A name that Cloud Run takes: it has to begin with a letter. */
export function toServiceName({ name }: Deployment): string {
  return /^[a-z]/.test(name) ? name : `app-${name}`.slice(0, 49).replace(/-+$/, "");
}

/**
 * Flags of `gcloud run deploy`, so that it asks nothing but the region: https://cloud.google.com/sdk/gcloud/reference/topic/flags-file. It prints
 * the address and nothing else. `IGNORED_ROUTES` has the framework hand on requests for `/favicon.ico` and `/robots.txt` too.
 */
export function toFlags(deployment: Deployment): string {
  const memory = toMemoryMib(deployment);
  const timeout = toTimeoutS(deployment);
  const [, cpus] = CPUS.find(([upTo]) => memory <= upTo)!;
  return `--source: .
--function: sandpiper
--base-image: nodejs24
--allow-unauthenticated:
--memory: ${memory}Mi
--cpu: ${cpus}
--timeout: ${timeout}
--concurrency: ${CONCURRENCY}
--update-env-vars:
  IGNORED_ROUTES: ""
  SANDPIPER_TIMEOUT_S: "${timeout}"
--format: value(status.url)
`;
}
