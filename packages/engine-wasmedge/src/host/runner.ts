import { toSandpiperError, type WasiExit } from "@sandpiper/core";
import { type InstanceSource, type RunPlace, runInstance, toUnbegunExit } from "@sandpiper/engine";
import { type Answer, monotonicNow, threadCpuNow, type Work } from "@sandpiper/engine/pool";
import { createHostDirectory } from "@sandpiper/wasi/node";
import { createRemoteInference } from "../inference/remote-inference.ts";
import type { NativeModule } from "../library/native-module.ts";
import { parentChannel } from "../process/parent-channel.ts";
import type { EnginePlace } from "./engine-place.ts";
import { InstalledModules } from "./installed-modules.ts";

/** Runs invocations in this process, one after the other. */
export class Runner {
  readonly #modules: InstalledModules;
  readonly #inference = createRemoteInference((ask) => parentChannel.ask(ask));
  #last: InstanceSource | null = null;

  constructor(place: EnginePlace) {
    this.#modules = new InstalledModules(place);
  }

  run(work: Work<NativeModule>): Answer {
    for (const number of work.forget) this.#modules.forget(number);
    if (work.install) this.#modules.give(work.module, work.install);
    parentChannel.send({ kind: "begin", run: work.run, began: monotonicNow(), cpu: threadCpuNow?.() ?? Number.NaN });
    const exit = this.#run(work);
    return { ...exit, run: work.run, error: exit.error?.toJSON() ?? null };
  }

  /** Does what was put off until nobody waits. */
  rest(): void {
    this.#last?.tidy();
    this.#last = null;
  }

  #run({ run, module: number, input }: Work<NativeModule>): WasiExit {
    try {
      const found = this.#modules.get(number);
      this.#last = found.source;
      let logLeft = found.module.limits.logBytes;
      const place: RunPlace = {
        openHostDirectory: createHostDirectory,
        cpuNow: threadCpuNow,
        inference: this.#inference,
        watchStderr(part) {
          if (logLeft > 0) parentChannel.send({ kind: "log", run, part: part.subarray(0, logLeft) });
          logLeft -= part.length;
        },
      };
      return runInstance(found.module, found.source, input, place);
    } catch (error) {
      return toUnbegunExit(toSandpiperError(error));
    }
  }
}
