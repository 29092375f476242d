/* What runs in each worker of the pool: takes work, runs it to its end, answers. */
import { workerData } from "node:worker_threads";
import { toSandpiperError } from "@sandpiper/core";
import { createHostDirectory } from "@sandpiper/wasi/node";
import type { InstanceSource } from "../instance/instance-strategy.ts";
import { STRATEGIES, type StrategyName } from "../instance/strategies.ts";
import { type RunPlace, runInstance } from "../run/run-instance.ts";
import type { RunnableModule } from "../run/runnable-module.ts";
import { CHANNELS, type ChannelName } from "./channels.ts";
import type { Answer, Work } from "./protocol.ts";
import { RunStatus } from "./run-status.ts";
import { threadCpuNow } from "./thread-cpu.ts";

export interface WorkerBoot {
  readonly strategy: StrategyName;
  readonly channel: ChannelName;
  readonly shared: unknown;
  readonly status: SharedArrayBuffer;
}

interface Installed {
  readonly module: RunnableModule;
  readonly source: InstanceSource;
}

/** As many of the guest's functions a backtrace names; nobody else's errors are made in this thread. */
Error.stackTraceLimit = 32;

/** What is left of an invocation that never came to its guest. */
const nothingRan = {
  stdout: new Uint8Array(0),
  stderr: new Uint8Array(0),
  stats: { queueMs: 0, instantiateMs: 0, runMs: 0, cpuMs: null, memoryBytes: 0, stderrDropped: 0 },
};

const boot = workerData as WorkerBoot;
const status = new RunStatus(boot.status);
const installed = new Map<number, Installed>();
const place: RunPlace = {
  openHostDirectory: createHostDirectory,
  cpuNow: threadCpuNow,
  watchStderr: (part) => status.log(part),
};
let last: InstanceSource | null = null;

CHANNELS[boot.channel].join(boot.shared).serve(handle, () => last?.tidy());

function handle(work: Work): Answer {
  for (const number of work.forget) installed.delete(number);
  if (work.install) {
    const source = STRATEGIES[boot.strategy].createSource(work.install);
    installed.set(work.module, { module: work.install, source });
  }
  status.begin(work.run, threadCpuNow?.() ?? Number.NaN);
  try {
    const found = installed.get(work.module);
    if (!found) throw new Error(`module ${work.module} was never installed`);
    last = found.source;
    const exit = runInstance(found.module, found.source, work.input, place);
    return { ...exit, run: work.run, error: exit.error?.toJSON() ?? null };
  } catch (error) {
    return { run: work.run, exitCode: null, error: toSandpiperError(error).toJSON(), ...nothingRan };
  }
}
