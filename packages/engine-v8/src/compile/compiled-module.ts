import type { RunnableModule } from "@sandpiper/engine";

/** A module ready to run in V8; plain data, so that it can be posted to a worker as it is. */
export interface CompiledModule extends RunnableModule {
  readonly compiled: WebAssembly.Module;
}
