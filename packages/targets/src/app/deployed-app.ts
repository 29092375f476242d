import { type App, createApp, createFunction, type Engine, type LoadedModule, type WasiCall } from "@sandpiper/core";
import type { DeployedFunction } from "../target.ts";

export interface DeployedAppOptions {
  readonly functions: readonly DeployedFunction[];
  /** The engine for functions with or without inference; asked for when one of them is first called. */
  readonly engine: (inference: boolean) => Promise<Engine>;
  /** Gives a compiled module by its file, or its bytes where it may be compiled here. */
  readonly module: (file: string) => Promise<WebAssembly.Module | Uint8Array>;
  /** Answers what no function does; null leaves it to the app. */
  readonly otherwise?: (request: Request) => Promise<Response | null>;
}

/** The functions of a deployment behind one door. A module is compiled when it is first called, once. */
export function createDeployedApp({ functions, engine, module, otherwise }: DeployedAppOptions): App {
  const routed = functions.map((deployed) => ({
    route: deployed.route,
    function: createFunction(deployed.settings, loadLazily(deployed, engine, module)),
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

function loadLazily(
  { settings, module: file, models }: DeployedFunction,
  engine: DeployedAppOptions["engine"],
  read: DeployedAppOptions["module"],
): LoadedModule {
  let loading: Promise<LoadedModule> | null = null;
  const load = async (): Promise<LoadedModule> => {
    const { name, limits } = settings;
    try {
      const grants = models ? { inference: { models } } : {};
      const [compiled, chosen] = await Promise.all([read(file), engine(models !== null)]);
      return await chosen.load(compiled, { name, limits, grants });
    } catch (error) {
      loading = null; // what could not be read now may be there the next time
      throw error;
    }
  };
  return {
    sha256: "",
    async run(call: WasiCall) {
      loading ??= load();
      return (await loading).run(call);
    },
    async close() {
      await (await loading)?.close();
    },
  };
}
