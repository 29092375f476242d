import { readdirSync } from "node:fs";
import { join } from "node:path";
import { formatSize } from "@sandpiper/core";
import { defaultAotFolder, hasKoffi, INSTALL_COMMAND, type TriedPlace, tryPlaces } from "@sandpiper/engine-wasmedge";
import { folderSize } from "../nn/folder-size.ts";
import { debianRootPath } from "../toolchain/debian-root.ts";
import { type Finding, missing, there } from "./finding.ts";

const GROUP = "engines";

export async function findEngines(): Promise<Finding[]> {
  const places = await tryPlaces({ roots: [debianRootPath()] });
  return [
    there(GROUP, "v8", `${process.versions.v8}, comes with Node`),
    ...(places.length === 0
      ? [missing(GROUP, "wasmedge", "not installed; native code, compiled ahead of time", INSTALL_COMMAND)]
      : places.map(toFinding)),
    ...(hasKoffi() ? [] : [missing(GROUP, "koffi", "calls the library of WasmEdge", "npm install koffi")]),
    ...(await findNativeCode()),
  ];
}

function toFinding({ place, installation, problem }: TriedPlace): Finding {
  const path = place.library ?? place.program;
  const also = [place.where, ...(place.program ? ["command line"] : []), ...findPlugins(place.library)];
  if (installation) return there(GROUP, "wasmedge", `${installation.version} (${also.join(", ")})`, path);
  if (place.program) return there(GROUP, "wasmedge", `only its command line, started for each call: ${problem}`, path);
  return { group: GROUP, name: "wasmedge", state: "broken", detail: problem!, path, next: INSTALL_COMMAND };
}

/** WasmEdge's own plug-ins; functions do not use them: inference is Sandpiper's on both engines. */
function findPlugins(library: string | null): string[] {
  if (library === null) return [];
  try {
    const names = readdirSync(join(library, "..", "wasmedge")).filter((name) => /^libwasmedgePlugin/.test(name));
    return names.map((name) => `plug-in ${name.replace(/^libwasmedgePlugin|\.(so|dylib).*$/g, "")}`);
  } catch {
    return [];
  }
}

async function findNativeCode(): Promise<Finding[]> {
  const folder = defaultAotFolder();
  const bytes = await folderSize(folder);
  if (bytes === 0) return [];
  const modules = readdirSync(folder).filter((name) => name.endsWith(".so")).length;
  return [there(GROUP, "native code", `of ${modules} modules, ${formatSize(bytes)}`, folder)];
}
