import { SandpiperError } from "@sandpiper/core";
import { type FindOptions, findPlaces } from "./find-places.ts";
import type { WasmEdgeInstallation, WasmEdgePlace } from "./installation.ts";
import { tryPlace } from "./try-place.ts";

/** How to get it. */
export const INSTALL_COMMAND =
  "apt install wasmedge (Debian 13, Ubuntu 25.04), brew install wasmedge, or its own installer " +
  "(https://wasmedge.org/docs/start/install)";

const HINT = `Install WasmEdge: ${INSTALL_COMMAND}. "sandpiper doctor" says what it finds. Or use --engine v8.`;

/** A place and what became of trying it. */
export interface TriedPlace {
  readonly place: WasmEdgePlace;
  /** In words why it cannot be used; null when it can. */
  readonly problem: string | null;
  readonly installation: WasmEdgeInstallation | null;
}

/** Every place there is, tried: for those who want to know all. */
export async function tryPlaces(options: FindOptions = {}): Promise<TriedPlace[]> {
  return Promise.all(findPlaces(options).map((place) => tryOne(place)));
}

/**
 * The first WasmEdge that can be used in process.
 * @throws `E_ENGINE_UNAVAILABLE` with what was found instead, and how to install it
 */
export async function findWasmEdge(options: FindOptions = {}): Promise<WasmEdgeInstallation> {
  const problems: string[] = [];
  for (const place of findPlaces(options)) {
    const { installation, problem } = await tryOne(place);
    if (installation) return installation;
    problems.push(`${place.library ?? place.program} (${place.where}): ${problem}`);
  }
  const why = problems.length === 0 ? "WasmEdge is not installed" : `WasmEdge cannot be used: ${problems.join("; ")}`;
  throw new SandpiperError("E_ENGINE_UNAVAILABLE", why, { hint: HINT });
}

async function tryOne(place: WasmEdgePlace): Promise<TriedPlace> {
  const result = await tryPlace(place);
  return typeof result === "string"
    ? { place, problem: result, installation: null }
    : { place, problem: null, installation: result };
}
