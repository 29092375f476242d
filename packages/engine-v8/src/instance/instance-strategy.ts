import type { InstanceSource } from "@sandpiper/engine";
import type { CompiledModule } from "../compile/compiled-module.ts";

/**
 * How an instance comes to be. An invocation must find exactly what the module's own bytes say (memory, globals,
 * tables, segments) and nothing an earlier one left: that is the promise every strategy keeps, each at its own cost.
 */
export interface InstanceStrategy {
  readonly name: string;
  /** Called once for a module in each thread that runs it. */
  createSource(module: CompiledModule): InstanceSource;
}
