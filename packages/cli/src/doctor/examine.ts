import { cacheFolder } from "@sandpiper/nn/install";
import { readVersion } from "../commands/create-program.ts";
import { findBackends } from "./find-backends.ts";
import { findBuildTools } from "./find-build-tools.ts";
import { findCloudTools } from "./find-cloud-tools.ts";
import { findEngines } from "./find-engines.ts";
import { type Finding, there } from "./finding.ts";

const GROUP = "sandpiper";

/** Everything that Sandpiper uses of this machine: what is there, what is not, and what brings it. Installs nothing. */
export async function examine(): Promise<Finding[]> {
  const groups = await Promise.all([findEngines(), findBuildTools(), findBackends(), findCloudTools()]);
  return [
    there(GROUP, "sandpiper", readVersion()),
    there(GROUP, "node", `${process.versions.node} on ${process.platform} ${process.arch}`, process.execPath),
    there(GROUP, "cache", "what can be made again", cacheFolder()),
    ...groups.flat(),
  ];
}
