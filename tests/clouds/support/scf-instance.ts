import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type StartedServer, startServer } from "./start-server.ts";

const INSTANCE = fileURLToPath(new URL("../tencent-scf/instance.sh", import.meta.url));
const NAMESPACES = ["--mount", "--net", "--pid", "--fork", "--kill-child"];

/** Why no instance can be started on this machine; null when one can. */
export function whyNoScfInstance(): string | null {
  for (const program of ["ip", "mount", "bash"]) {
    if (spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0) return `there is no ${program} here`;
  }
  const { status, error, stderr } = spawnSync("unshare", [...NAMESPACES, "mount", "-t", "tmpfs", "none", "/mnt"]);
  return status === 0 ? null : `namespaces are not permitted here: ${error?.message ?? String(stderr).trim()}`;
}

export interface ScfInstanceOptions {
  readonly kind: "web" | "event";
  /** The unpacked zip. */
  readonly code: string;
  /** The program of Node.js, and the number in its path in the cloud. */
  readonly node: { readonly program: string; readonly major: number };
  /** What the settings tell the program that a request may take; default 40. */
  readonly timeoutS?: number;
}

/** Starts an instance, `tests/clouds/tencent-scf/instance.sh`, and waits until it answers. What it prints is `output()`. */
export async function startScfInstance({
  kind,
  code,
  node,
  timeoutS = 40,
}: ScfInstanceOptions): Promise<StartedServer> {
  const socket = join(temporaryFolder(), "instance");
  const door = createServer((near) => {
    pipeline(near, connect(socket), near, () => {});
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  const { port } = door.address() as AddressInfo;
  try {
    const args = [
      ...NAMESPACES,
      "bash",
      INSTANCE,
      kind,
      code,
      node.program,
      String(node.major),
      socket,
      process.execPath,
    ];
    const env = { SANDPIPER_TIMEOUT_S: String(timeoutS) };
    const server = await startServer({ command: "unshare", args, cwd: code, env, port });
    return {
      ...server,
      async stop() {
        await server.stop();
        door.close();
      },
    };
  } catch (error) {
    door.close();
    throw error;
  }
}
