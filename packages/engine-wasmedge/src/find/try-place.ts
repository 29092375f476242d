import { SandpiperError } from "@sandpiper/core";
import { startHost } from "../process/start-host.ts";
import type { WasmEdgeInstallation, WasmEdgePlace } from "./installation.ts";
import { isOlder } from "./is-older.ts";

/** The oldest release whose C API this package speaks. */
export const OLDEST = "0.14.0";

/** Loading takes a tenth of a second; this only ends what hangs. */
const PATIENCE_MS = 30_000;

/**
 * Loads a place's library, in a process of its own.
 * @returns the installation, or in words why it is none
 */
export async function tryPlace(place: WasmEdgePlace): Promise<WasmEdgeInstallation | string> {
  const { library } = place;
  if (library === null) return "there is no library";
  if (!hasKoffi()) return "the package koffi is not installed, which calls it";
  let timer: NodeJS.Timeout | undefined;
  const installation = { ...place, library, version: "" };
  const result = await new Promise<string | { readonly version: string }>((resolve) => {
    const host = startHost(installation, {
      message: (message) => {
        if (message.kind === "ready") resolve({ version: message.version });
        else if (message.kind === "failed") resolve(SandpiperError.fromJSON(message.error).message);
        host.kill();
      },
      exit: ({ lastWords, signal, code }) =>
        resolve(`loading it ended with ${signal ?? `exit code ${code}`}${lastWords ? `: ${lastLine(lastWords)}` : ""}`),
    });
    host.hold(true);
    timer = setTimeout(() => {
      host.kill();
      resolve("loading it did not end");
    }, PATIENCE_MS);
  });
  clearTimeout(timer);
  if (typeof result === "string") return result;
  if (isOlder(result.version, OLDEST)) return `it is ${result.version}, and ${OLDEST} is the oldest that will do`;
  return { ...installation, version: result.version };
}

export function hasKoffi(): boolean {
  try {
    import.meta.resolve("koffi");
    return true;
  } catch {
    return false;
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)!;
}
