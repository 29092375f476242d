import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LoadedModule, type LoadOptions, SandpiperError } from "@sandpiper/core";
import { toLimits } from "@sandpiper/engine";
import { type PoolSettings, toPoolOptions } from "@sandpiper/engine/pool";
import type { WasmEdgeInstallation } from "../find/installation.ts";
import type { InferenceSource } from "../inference/create-answerer.ts";
import { createLocalRelay } from "../inference/local-relay.ts";
import type { CreateRelay } from "../inference/relay.ts";
import { createNativeRunner } from "../native-runner.ts";
import { ProcessWorker } from "../pool/process-worker.ts";
import { HOST_FILE, type PackedModule, type PackedWasmEdge } from "./packed-module.ts";

export interface PackedEngineOptions extends PoolSettings {
  /** Where the files of `wasmedge` lie; with a slash at its end. */
  readonly folder: URL;
  readonly wasmedge: PackedWasmEdge;
  /** Starts the inference that guests ask for, in this thread; left out, there is none. */
  readonly inference?: () => Promise<InferenceSource>;
}

/** Runs modules that were checked and compiled when an artifact was made. */
export interface PackedEngine {
  /**
   * @param file of the module's native code
   * @throws `E_CONFIG` for a limit that cannot be
   */
  load(file: URL, module: PackedModule, options: LoadOptions): LoadedModule;
  close(): Promise<void>;
}

/**
 * WasmEdge out of an artifact: nothing is looked for, compiled or written. It runs under the C library that it brings, whatever the
 * place's own.
 * @throws `E_CONFIG` when its loader cannot be started
 */
export function createPackedEngine({ folder, wasmedge, inference, ...pool }: PackedEngineOptions): PackedEngine {
  const installation = toInstallation(fileURLToPath(folder), wasmedge);
  const createRelay: CreateRelay | null = inference ? (onAnswer) => createLocalRelay(inference, onAnswer) : null;
  const { modulesKept } = toPoolOptions(pool);
  const runner = createNativeRunner(
    pool,
    (events) => new ProcessWorker({ installation, modulesKept, createRelay }, events),
  );
  return {
    load(file, { sha256, ...module }, { name = "module", limits, grants }) {
      const code = { kind: "compiled", path: fileURLToPath(file) } as const;
      const granted = inference && grants?.inference ? { inference: grants.inference } : {};
      return runner.toLoaded(sha256, { ...module, name, limits: toLimits(limits), grants: granted, code });
    },
    close: () => runner.close(),
  };
}

function toInstallation(folder: string, { version, library, loader }: PackedWasmEdge): WasmEdgeInstallation {
  const program = join(folder, loader);
  try {
    accessSync(program, constants.X_OK);
  } catch (cause) {
    throw new SandpiperError("E_CONFIG", `${program} cannot be started, and WasmEdge runs by it`, {
      hint: "Files lost their modes on the way here: upload the zip, or make it executable (chmod +x).",
      cause,
    });
  }
  // The place's own Node may need libraries of the place's own; those of the artifact go before them.
  const path = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  return {
    where: folder,
    library: join(folder, library),
    program: null,
    loader: [program, "--library-path", path],
    version,
    host: join(folder, HOST_FILE),
  };
}
