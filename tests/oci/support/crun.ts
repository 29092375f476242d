import { ensureDebianRoot } from "../../../packages/cli/src/toolchain/debian-root.ts";
import { type StartedServer, startServer } from "../../clouds/support/start-server.ts";
import { runTool } from "./run-tool.ts";

/** Debian's crun is built with the WasmEdge handler, which loads the library when a module is run. */
const PACKAGES = ["crun", "wasmedge"];

/**
 * Runs a bundle by crun inside a Debian root. The root has to be a mount point, since crun changes what mounts propagate to; of the control
 * groups it gets those of the first version, without the second beside them, where crun would look first.
 */
const RUN = `set -e
root=$1 bundle=$2
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --rbind /dev "$root/dev"
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  mount --rbind /sys/fs/cgroup "$root/sys/fs/cgroup"
else
  mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
  for from in /sys/fs/cgroup/*; do
    [ "\${from##*/}" = unified ] && continue
    mkdir -p "$root$from"
    mount --bind "$from" "$root$from"
  done
fi
mount -t tmpfs tmpfs "$root/run"
mkdir "$root/run/bundle"
mount --rbind "$bundle" "$root/run/bundle"
exec chroot "$root" crun --root /run/crun run --bundle /run/bundle "sandpiper-$$"`;

const UNSHARE = ["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"];

/** What a bundle writes on standard output, given standard input. */
export async function runWithCrun(bundle: string, input: Uint8Array | string): Promise<Buffer> {
  return runTool("unshare", await argumentsFor(bundle), input);
}

/** Starts a bundle that listens on `port` of this machine's own network. */
export async function startWithCrun(bundle: string, port: number): Promise<StartedServer> {
  const server = await startServer({ command: "unshare", args: await argumentsFor(bundle), cwd: bundle, port });
  const stop = () => {
    // It waits with milder signals blocked; its end is the end of all it started.
    server.child.kill("SIGKILL");
    return server.stop();
  };
  return { ...server, stop };
}

async function argumentsFor(bundle: string): Promise<string[]> {
  const root = await ensureDebianRoot({ packages: PACKAGES });
  return [...UNSHARE, "sh", "-c", RUN, "sh", root.path, bundle];
}
