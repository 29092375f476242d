import type { AbiName, DirectoryGrant, Limits, Route } from "@sandpiper/core";
import type { NativePolicy } from "@sandpiper/nn/threads";
import type { EngineName } from "../engine/engine-name.ts";
import type { ModelDefinition } from "../models/model-definition.ts";

/** A folder with functions, as its files and its settings describe it at one moment. All paths are absolute. */
export interface Project {
  readonly root: string;
  /** The settings file; null when there is none. */
  readonly configFile: string | null;
  /** Where the build writes. */
  readonly distFolder: string;
  /** By name, in alphabetical order. */
  readonly functions: readonly ProjectFunction[];
  readonly staticFolder: string | null;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly workers: number | undefined;
  /** How models are run. */
  readonly inference: {
    readonly threads: number | undefined;
    readonly memoryBytes: number | undefined;
    readonly native: NativePolicy | undefined;
  };
}

export interface ProjectFunction {
  readonly name: string;
  /** The folder it is built from; null for a module that came built. */
  readonly source: string | null;
  /** The module to serve; null while it is not built. */
  readonly wasm: string | null;
  readonly route: Route;
  readonly abi: AbiName;
  readonly contentType: string | undefined;
  readonly description: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly directories: readonly DirectoryGrant[];
  /** Models it finds by name; null when it may use no inference. */
  readonly models: Readonly<Record<string, ModelDefinition>> | null;
  readonly limits: Limits;
  /** What runs it; undefined: whatever runs all. */
  readonly engine: EngineName | undefined;
}
