/* What runs in each worker of the pool: takes work, runs it to its end, answers. */
import { workerData } from "node:worker_threads";
import { toSandpiperError, type WasiExit } from "@sandpiper/core";
import { type InstanceSource, type RunPlace, runInstance, toUnbegunExit } from "@sandpiper/engine";
import { type Answer, threadCpuNow, type Work } from "@sandpiper/engine/pool";
import { HOST_MODULES } from "@sandpiper/nn";
import { type CallerTicket, joinInference } from "@sandpiper/nn/threads";
import { createHostDirectory } from "@sandpiper/wasi/node";
import type { CompiledModule } from "../compile/compiled-module.ts";
import { STRATEGIES, type StrategyName } from "../instance/strategies.ts";
import { CHANNELS, type ChannelName } from "./channels.ts";
import { SharedRunStatus } from "./shared-run-status.ts";

export interface WorkerBoot {
  readonly strategy: StrategyName;
  readonly channel: ChannelName;
  readonly shared: unknown;
  readonly status: SharedArrayBuffer;
  readonly inference: CallerTicket | null;
}

interface Installed {
  readonly module: CompiledModule;
  readonly source: InstanceSource;
}

/** As many of the guest's functions a backtrace names; nobody else's errors are made in this thread. */
Error.stackTraceLimit = 32;

const boot = workerData as WorkerBoot;
const status = new SharedRunStatus(boot.status);
const installed = new Map<number, Installed>();
const place: RunPlace = {
  openHostDirectory: createHostDirectory,
  cpuNow: threadCpuNow,
  inference: boot.inference && { modules: HOST_MODULES, ...joinInference(boot.inference) },
  watchStderr: (part) => status.log(part),
};
let last: InstanceSource | null = null;

CHANNELS[boot.channel].join(boot.shared).serve(handle, () => last?.tidy());

function handle(work: Work<CompiledModule>): Answer {
  for (const number of work.forget) installed.delete(number);
  if (work.install) {
    const source = STRATEGIES[boot.strategy].createSource(work.install);
    installed.set(work.module, { module: work.install, source });
  }
  status.begin(work.run, threadCpuNow?.() ?? Number.NaN);
  const exit = run(work);
  return { ...exit, run: work.run, error: exit.error?.toJSON() ?? null };
}

function run({ module: number, input }: Work<CompiledModule>): WasiExit {
  try {
    const found = installed.get(number);
    if (!found) throw new Error(`module ${number} was never installed`);
    last = found.source;
    return runInstance(found.module, found.source, input, place);
  } catch (error) {
    return toUnbegunExit(toSandpiperError(error)); // ours: the worker lives on
  }
}
