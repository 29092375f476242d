import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { LoadedModule, NamedModel, SandpiperError } from "@sandpiper/core";
import { createPoolEngine } from "@sandpiper/engine-v8";
import { createInferenceService, type InferenceOptions } from "@sandpiper/nn/threads";

export const MODELS = fileURLToPath(new URL("../../models", import.meta.url));

/** A module of tests/guests. */
export const guestPath = (name: string): string =>
  fileURLToPath(new URL(`../../guests/${name}/${name}.wasm`, import.meta.url));

export interface Ran {
  /** Null when the guest was stopped or trapped. */
  readonly exitCode: number | null;
  readonly error: SandpiperError | null;
  readonly stdout: string;
  /** The function's log. */
  readonly stderr: string;
}

export interface CallOptions {
  readonly stdin?: Uint8Array;
  readonly timeoutMs?: number;
  readonly memoryBytes?: number;
}

export interface GuestPlaceOptions extends InferenceOptions {
  readonly workers?: number;
  readonly models?: Readonly<Record<string, NamedModel>>;
  /** Found by the guests at `/models`, read-only; default: tests/models. */
  readonly folder?: string;
}

/** An engine with inference in this process, as a server has it. */
export interface GuestPlace {
  /** @param module its path */
  run(module: string, args: readonly string[], options?: CallOptions): Promise<Ran>;
  /** What inference told the operator. */
  readonly logs: readonly string[];
  close(): Promise<void>;
}

export function openGuestPlace({
  workers = 2,
  models = {},
  folder = MODELS,
  // Whether this machine has it is not what most tests are about.
  native = "off",
  ...options
}: GuestPlaceOptions = {}): GuestPlace {
  const logs: string[] = [];
  const inference = createInferenceService({ onLog: (line) => logs.push(line), native, ...options });
  const engine = createPoolEngine({ workers, inference });
  const loaded = new Map<string, Promise<LoadedModule>>();

  async function load(module: string, timeoutMs: number, memoryBytes: number): Promise<LoadedModule> {
    return engine.load(await readFile(module), {
      limits: { timeoutMs, cpuTimeoutMs: timeoutMs, memoryBytes },
      grants: { directories: [{ guest: "/models", host: folder, readOnly: true }], inference: { models } },
    });
  }

  return {
    logs,
    async run(module, args, { stdin = new Uint8Array(), timeoutMs = 120_000, memoryBytes = 64 * 2 ** 20 } = {}) {
      const key = `${module} ${timeoutMs} ${memoryBytes}`;
      if (!loaded.has(key)) loaded.set(key, load(module, timeoutMs, memoryBytes));
      const guest = await loaded.get(key)!;
      // The engine takes the input over.
      const exit = await guest.run({ args: ["guest", ...args], env: {}, stdin: stdin.slice() });
      const [stdout, stderr] = [exit.stdout, exit.stderr].map((bytes) => Buffer.from(bytes).toString());
      return { exitCode: exit.exitCode, error: exit.error, stdout: stdout!, stderr: stderr! };
    },
    async close() {
      await engine.close();
      await inference.close();
    },
  };
}
