import type { RunStats } from "@sandpiper/core";
import type { Wasi } from "@sandpiper/wasi";
import type { AcquiredInstance, InstanceSource } from "./instance-source.ts";
import type { GuestInference } from "./open-inference.ts";
import type { RunnableModule } from "./runnable-module.ts";

/** What WASI preview 1 is imported as. */
export const WASI_MODULE = "wasi_snapshot_preview1";

/** Stands for: it ended by itself. A guest can throw anything, undefined too. */
export const NOTHING: unique symbol = Symbol("nothing was thrown");

export interface Ended {
  /** Of no meaning when something was thrown. */
  readonly exitCode: number;
  /** What came out of the guest; `NOTHING` when it ended by itself. */
  readonly thrown: unknown;
  /** It was refused more memory at some time. */
  readonly growRefused: boolean;
  readonly stats: Omit<RunStats, "queueMs" | "stderrDropped">;
}

/**
 * Makes an instance, runs its `_start` and closes `wasi`, which was made for it. Throws nothing: what comes out of the
 * guest is in the result.
 * @param cpuNow processor time of this thread in milliseconds, null where it can't be told
 */
export function execute(
  module: RunnableModule,
  source: InstanceSource,
  wasi: Wasi,
  inference: GuestInference | null,
  cpuNow: (() => number) | null,
): Ended {
  const begun = performance.now();
  const cpuBegun = cpuNow?.() ?? null;
  let acquired: AcquiredInstance | null = null;
  let bound: WebAssembly.Memory | null = null;
  let entered: number | null = null;
  let exitCode = 0;
  let thrown: unknown = NOTHING;
  try {
    const imports = { [WASI_MODULE]: wasi.imports as WebAssembly.ModuleImports, ...inference?.imports };
    acquired = source.acquire(imports, (memory) => {
      bound = memory;
      wasi.bind(memory);
      inference?.bind(memory);
    });
    entered = performance.now();
    exitCode = wasi.start(acquired.instance);
  } catch (error) {
    thrown = inference?.stoppedBy ?? error;
  }
  const ended = performance.now();
  const growRefused = wasGrowRefused(acquired, module.growRefusedGlobal);
  const memoryBytes = (bound as WebAssembly.Memory | null)?.buffer.byteLength ?? 0;
  try {
    wasi.close();
  } catch (error) {
    if (thrown === NOTHING) thrown = error;
  }
  source.release();
  return {
    exitCode,
    thrown,
    growRefused,
    stats: {
      instantiateMs: (entered ?? ended) - begun,
      runMs: entered === null ? 0 : ended - entered,
      cpuMs: cpuNow && cpuBegun !== null ? cpuNow() - cpuBegun : null,
      memoryBytes,
    },
  };
}

function wasGrowRefused(acquired: AcquiredInstance | null, name: string | null): boolean {
  const flag = name === null ? undefined : acquired?.instance.exports[name];
  return typeof flag === "object" && "value" in flag && flag.value !== 0;
}
