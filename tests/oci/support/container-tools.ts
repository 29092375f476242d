import { ensureBuildTools } from "../../clouds/support/ensure-build-tools.ts";

/** Why containers cannot be started here, as `node:test` takes it; false when they can. Installs Debian's tools where that is possible. */
export function whyNoContainers(): string | false {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "containers are started by root on Linux";
  return ensureBuildTools(["skopeo", "umoci", "docker-registry", "runc"]) ?? false;
}
