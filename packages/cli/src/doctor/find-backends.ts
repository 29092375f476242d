import { formatSize } from "@sandpiper/core";
import { cacheFolder } from "@sandpiper/nn/install";
import { listBackends } from "../nn/backends.ts";
import { type Finding, missing, there } from "./finding.ts";

const GROUP = "inference";

export async function findBackends(): Promise<Finding[]> {
  return (await listBackends(cacheFolder())).map(({ name, models, installed, version, folder, bytes }) => {
    if (!installed) return missing(GROUP, name, models, `sandpiper nn install ${name}`);
    const size = bytes === null ? "" : `, ${formatSize(bytes)}`;
    return there(GROUP, name, `${version === null ? "" : `${version}: `}${models}${size}`, folder);
  });
}
