import { join } from "node:path";
import { installFolder } from "@sandpiper/nn/install";
import { withFileLock } from "../toolchain/file-lock.ts";

/** One installation at a time. The lock is util-linux's; elsewhere two at once do the work twice, and the last one stays. */
export async function withInstallLock<T>(cache: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (process.platform !== "linux") return work();
  const onWait = () => process.stderr.write("Waiting for another installation ...\n");
  return withFileLock(join(installFolder(cache), "install.lock"), { signal, onWait }, work);
}
