import { SandpiperError, type WasiCall } from "@sandpiper/core";
import { createWasi, type InputStream, type OutputStream, type Wasi } from "@sandpiper/wasi";
import { type OpenHostDirectory, openPreopens } from "./open-preopens.ts";
import type { RunnableModule } from "./runnable-module.ts";

export interface GuestStreams {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

/**
 * The WASI of one run, with the folders that were granted.
 * @throws `E_CONFIG` for a folder that cannot be opened; `E_USAGE` for an argument or a variable no guest can be told
 */
export function openWasi(
  { grants, limits, name }: RunnableModule,
  { args, env }: Pick<WasiCall, "args" | "env">,
  streams: GuestStreams,
  openHostDirectory: OpenHostDirectory | null,
): Wasi {
  const preopens = openPreopens(grants.directories ?? [], limits, openHostDirectory);
  try {
    return createWasi({ args, env, ...streams, preopens });
  } catch (error) {
    for (const { directory } of preopens) directory.close();
    if (!(error instanceof TypeError)) throw error;
    throw new SandpiperError("E_USAGE", `${name} cannot be called so: ${error.message}`, { cause: error });
  }
}
