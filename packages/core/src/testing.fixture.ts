import type { LoadedModule, WasiCall, WasiExit } from "./engine.ts";
import { createFunction, type FunctionSettings, type SandpiperFunction } from "./function.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

/** An exit as an engine would report it, with what a test cares about. */
export function toExit(parts: Partial<WasiExit> = {}): WasiExit {
  return {
    exitCode: 0,
    error: null,
    stdout: new Uint8Array(0),
    stderr: new Uint8Array(0),
    stats: { queueMs: 0, instantiateMs: 0, runMs: 0, cpuMs: null, memoryBytes: 0, stderrDropped: 0 },
    ...parts,
  };
}

/** A module that is a JavaScript function: what the ABIs are tested with, without an engine. */
export function createFakeModule(run: (call: WasiCall) => WasiExit | Promise<WasiExit>): LoadedModule {
  return { sha256: "", run: async (call) => run(call), close: async () => {} };
}

export function createTestFunction(
  settings: Partial<FunctionSettings>,
  run: (call: WasiCall) => WasiExit | Promise<WasiExit>,
): SandpiperFunction {
  return createFunction({ name: "test", abi: "stdio", limits: DEFAULT_LIMITS, ...settings }, createFakeModule(run));
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
