import {
  DEFAULT_LIMITS,
  type Engine,
  type LoadedModule,
  SandpiperError,
  type WasiCall,
  type WasiExit,
} from "@sandpiper/core";
import type { Engines } from "../engine/create-engines.ts";
import type { ProjectFunction } from "../project/project.ts";

/** A function of a project with nothing special, but for what is given. */
export function someFunction(given: Partial<ProjectFunction> & { readonly name: string }): ProjectFunction {
  return {
    source: null,
    wasm: null,
    route: { path: `/${given.name}` },
    abi: "stdio",
    contentType: undefined,
    description: undefined,
    env: {},
    directories: [],
    models: {},
    limits: DEFAULT_LIMITS,
    engine: undefined,
    ...given,
  };
}

/** One engine for every function. */
export function toEngines(engine: Engine): Engines {
  return { of: async () => engine, close: () => engine.close() };
}

export interface FakeEngine extends Engine {
  /** What was loaded and not closed, as text. */
  readonly open: string[];
}

export const ENDED: WasiExit = {
  exitCode: 0,
  error: null,
  stdout: new Uint8Array(),
  stderr: new Uint8Array(),
  stats: { queueMs: 1, instantiateMs: 2, runMs: 3, cpuMs: null, memoryBytes: 0, stderrDropped: 0 },
};

/** "Modules" are texts, and answer with themselves and their input. One that begins with "bad" does not load. */
export function createFakeEngine(run?: (call: WasiCall) => Promise<WasiExit>): FakeEngine {
  const open: string[] = [];
  return {
    name: "fake",
    features: { deadline: false, cpuDeadline: false, aot: false, nn: false },
    open,
    async load(module): Promise<LoadedModule> {
      const text = new TextDecoder().decode(module as Uint8Array);
      if (text.startsWith("bad")) throw new SandpiperError("E_MODULE_INVALID", "it is bad", { hint: "make it good" });
      open.push(text);
      return {
        sha256: "",
        async run(call) {
          if (run) return run(call);
          const stdout = Buffer.from(`${text}(${new TextDecoder().decode(call.stdin)})`);
          return { ...ENDED, stdout: new Uint8Array(stdout), stderr: new Uint8Array(Buffer.from("a log\n")) };
        },
        async close() {
          open.splice(open.indexOf(text), 1);
        },
      };
    },
    async close() {},
  };
}
