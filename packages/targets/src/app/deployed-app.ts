import {
  type App,
  createApp,
  createFunction,
  type Engine,
  type LoadedModule,
  type LoadOptions,
  type WasiCall,
} from "@sandpiper/core";
import type { DeployedFunction } from "../target.ts";

export interface DeployedAppOptions {
  readonly functions: readonly DeployedFunction[];
  /** Loads a function's module, such as by `createLoader`; asked for when it is first called. */
  readonly load: LoadDeployed;
  /** Answers what no function does; null leaves it to the app. */
  readonly otherwise?: (request: Request) => Promise<Response | null>;
}

export type LoadDeployed = (deployed: DeployedFunction) => Promise<LoadedModule>;

export interface LoaderOptions {
  /** The engine for functions with or without inference. */
  readonly engine: (inference: boolean) => Promise<Engine>;
  /** Gives a compiled module by its file, or its bytes where it may be compiled here. */
  readonly module: (file: string) => Promise<WebAssembly.Module | Uint8Array>;
}

/** Loads modules into an engine as they come. */
export function createLoader({ engine, module: read }: LoaderOptions): LoadDeployed {
  return async (deployed) => {
    const [compiled, chosen] = await Promise.all([read(deployed.module), engine(deployed.models !== null)]);
    return chosen.load(compiled, toLoadOptions(deployed));
  };
}

/** What a function is loaded with. */
export function toLoadOptions({ settings, models }: DeployedFunction): LoadOptions {
  const { name, limits } = settings;
  return { name, limits, grants: models ? { inference: { models } } : {} };
}

/** The functions of a deployment behind one door. A module is loaded when it is first called, once. */
export function createDeployedApp({ functions, load, otherwise }: DeployedAppOptions): App {
  const routed = functions.map((deployed) => ({
    route: deployed.route,
    function: createFunction(
      deployed.settings,
      loadLazily(() => load(deployed)),
    ),
  }));
  return createApp(() => routed, {
    ...(otherwise ? { otherwise } : {}),
    onInvocation: ({ exit, error, name }) => {
      const log = exit ? new TextDecoder().decode(exit.stderr).trimEnd() : "";
      if (log !== "") console.error(log);
      if (error && error.fault !== "caller") console.error(`${name}: ${error.code} ${error.message}`);
    },
  });
}

function loadLazily(load: () => Promise<LoadedModule>): LoadedModule {
  let loading: Promise<LoadedModule> | null = null;
  const once = async (): Promise<LoadedModule> => {
    try {
      return await load();
    } catch (error) {
      loading = null; // what could not be read now may be there the next time
      throw error;
    }
  };
  return {
    sha256: "",
    async run(call: WasiCall) {
      loading ??= once();
      return (await loading).run(call);
    },
    async close() {
      await (await loading)?.close();
    },
  };
}
