import { SandpiperError } from "@sandpiper/core";
import type { Wheel } from "@sandpiper/nn/install";

/**
 * @param wheels by `process.platform` and `process.arch`
 * @param orElse what to do where there is none, as a sentence
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` when there is none for this machine
 */
export function wheelOfThisMachine(library: string, wheels: Readonly<Record<string, Wheel>>, orElse = ""): Wheel {
  const machine = `${process.platform}-${process.arch}`;
  const wheel = wheels[machine];
  if (wheel !== undefined && !isMusl()) return wheel;
  const hint = `There is one for ${Object.keys(wheels).join(", ")} (Linux with glibc). ${orElse}`.trim();
  const message = `there is no ${library} library for ${machine}${isMusl() ? " with musl" : ""}`;
  throw new SandpiperError("E_ENGINE_UNAVAILABLE", message, { hint });
}

/** Node says which glibc it runs with; with another C library it says none. */
function isMusl(): boolean {
  if (process.platform !== "linux") return false;
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime === undefined;
}
