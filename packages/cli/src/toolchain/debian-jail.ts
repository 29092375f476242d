import { access, mkdir, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ProcessOptions, type ProcessResult, runProcess } from "./run-process.ts";

/** A folder or file of this machine that a command finds inside a Debian root. */
export interface Mount {
  /** Absolute path on this machine. */
  readonly from: string;
  /** Absolute path in the root. */
  readonly to: string;
  readonly file?: boolean;
}

export interface JailOptions extends ProcessOptions {
  readonly mounts?: readonly Mount[];
  /** The environment inside, whole. `PATH`, `HOME` and `LANG` are set for it. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Absolute, in the root. Default `/`. */
  readonly cwd?: string | undefined;
}

/** The name servers and names of this machine, so that what it reaches is reached inside. */
const NETWORK_FILES = ["/etc/resolv.conf", "/etc/hosts"];

/** Certificate bundles, by where distributions keep theirs. */
const CERTIFICATES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

const CERTIFICATES_INSIDE = "/sandpiper/certificates.crt";

/** Arguments: the root, pairs of paths to mount, `--`, the working directory, the command. */
const ENTER = `set -e
root=$1; shift
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
while [ "$1" != -- ]; do mount --bind "$1" "$root$2"; shift 2; done
shift
exec chroot "$root" env -C "$@"`;

/**
 * Gives a command mounts and processes of its own: when it ends, or is killed, nothing of it stays, neither a mount nor a
 * process. `setpriv` has it killed when we are, in whatever way.
 */
const UNSHARE = "setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork --kill-child".split(" ");

/** Runs a command in a Debian root with the machine's network settings, `/proc`, `/dev` and `mounts`. */
export async function runInRoot(
  root: string,
  command: readonly string[],
  options: JailOptions,
): Promise<ProcessResult> {
  const { mounts = [], env = {}, cwd = "/", ...rest } = options;
  const all = [...(await networkMounts(env)), ...mounts];
  for (const mount of all) await makeMountPoint(join(root, mount.to), mount.file === true);
  const pairs = all.flatMap(({ from, to }) => [from, to]);
  return runUnshared(["sh", "-c", ENTER, "sh", root, ...pairs, "--", cwd, ...command], {
    ...rest,
    env: {
      ...env,
      // OpenSSL goes by the first; Debian's cargo, which takes the root's own certificates otherwise, by the second.
      ...(all.some(({ to }) => to === CERTIFICATES_INSIDE)
        ? { SSL_CERT_FILE: CERTIFICATES_INSIDE, CARGO_HTTP_CAINFO: CERTIFICATES_INSIDE }
        : {}),
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: "/root",
      LANG: "C.UTF-8",
    },
  });
}

/** Runs a program of this machine with mounts and processes of its own. */
export function runUnshared(command: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  // `unshare` waits with the milder signals blocked; its end is the end of all it started.
  const [program, ...args] = [...UNSHARE, ...command];
  return runProcess(program!, args, { ...options, killSignal: "SIGKILL" });
}

async function networkMounts(env: NodeJS.ProcessEnv): Promise<Mount[]> {
  const mounts: Mount[] = [];
  for (const file of NETWORK_FILES) {
    if (await exists(file)) mounts.push({ from: await realpath(file), to: file, file: true });
  }
  const wanted = [env.CARGO_HTTP_CAINFO, process.env.SSL_CERT_FILE, ...CERTIFICATES];
  for (const file of wanted) {
    if (!file || !(await exists(file))) continue;
    mounts.push({ from: await realpath(file), to: CERTIFICATES_INSIDE, file: true });
    break;
  }
  return mounts;
}

async function makeMountPoint(path: string, file: boolean): Promise<void> {
  if (!file) {
    await mkdir(path, { recursive: true });
  } else if (!(await exists(path))) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "", { flag: "a" });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
