import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type FindOptions, findPlaces } from "../find/find-places.ts";
import type { WasmEdgePlace } from "../find/installation.ts";

/** A WasmEdge of which only the program can be used. */
export interface CommandLineInstallation extends WasmEdgePlace {
  readonly program: string;
  readonly version: string;
}

/** Loading takes a tenth of a second; this only ends what hangs. */
const PATIENCE_MS = 10_000;

/** The first `wasmedge` that runs; null where there is none. */
export async function findCommandLine(options: FindOptions = {}): Promise<CommandLineInstallation | null> {
  for (const place of findPlaces(options)) {
    const { program, loader } = place;
    if (program === null) continue;
    const [command, ...first] = [...loader, program];
    const asked = promisify(execFile)(command!, [...first, "--version"], { timeout: PATIENCE_MS });
    const version = await asked.then(
      ({ stdout }) => /version (\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1],
      () => undefined,
    );
    if (version) return { ...place, program, version };
  }
  return null;
}
