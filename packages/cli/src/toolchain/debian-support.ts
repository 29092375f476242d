import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { runUnshared } from "./debian-jail.ts";
import { inPhase, type Progress } from "./progress.ts";
import { lastLines, runProcess } from "./run-process.ts";

const ARCHITECTURES: Readonly<Partial<Record<NodeJS.Architecture, string>>> = { x64: "amd64", arm64: "arm64" };

const SUPPORT_PACKAGES = ["debootstrap", "debian-archive-keyring"];

/** Debian's name of this processor. */
export function debianArchitecture(): string {
  return ARCHITECTURES[process.arch] ?? process.arch;
}

/**
 * Whether a Debian root can be used here, and for `making` one, that `debootstrap` is there; installs it where apt can.
 * @throws `E_ENGINE_UNAVAILABLE` with what is missing
 */
export async function checkDebianSupport(options: {
  making: boolean;
  onProgress?: Progress | undefined;
}): Promise<void> {
  const reason = await whyNot();
  if (reason !== null) throw unavailable(reason);
  if (!options.making || (await isInstalled("debootstrap"))) return;
  if (!(await isInstalled("apt-get"))) throw unavailable("debootstrap is not installed");
  await inPhase(options.onProgress, "Installing debootstrap", async () => {
    const install = ["install", "-y", "--no-install-recommends", ...SUPPORT_PACKAGES];
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    let result = await runProcess("apt-get", install, { env });
    if (result.code !== 0) {
      // The machine's package lists are missing or old.
      await runProcess("apt-get", ["update"], { env });
      result = await runProcess("apt-get", install, { env });
    }
    if (result.code !== 0) throw unavailable(`debootstrap could not be installed: ${lastLines(result, 1)}`);
  });
}

async function whyNot(): Promise<string | null> {
  if (process.platform !== "linux") return `this is ${process.platform}, not Linux`;
  if (ARCHITECTURES[process.arch] === undefined) return `its processor (${process.arch}) is not supported`;
  if (process.getuid?.() !== 0) return "this user is not root";
  const { code } = await runUnshared(["mount", "--bind", "/proc", "/proc"]);
  return code === 0 ? null : "this process may not make mounts of its own";
}

function unavailable(reason: string): SandpiperError {
  return new SandpiperError("E_ENGINE_UNAVAILABLE", `a Debian root cannot be used here: ${reason}`);
}

async function isInstalled(program: string): Promise<boolean> {
  // debootstrap lies in sbin, which is not on every path.
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"];
  for (const folder of folders) {
    if (folder !== "" && (await readable(join(folder, program)))) return true;
  }
  return false;
}

async function readable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * The mirror to take packages from: `SANDPIPER_DEBIAN_MIRROR`, else the one this machine uses if it is a Debian, else null
 * for debootstrap's own default.
 */
export async function debianMirror(): Promise<string | null> {
  if (process.env.SANDPIPER_DEBIAN_MIRROR) return process.env.SANDPIPER_DEBIAN_MIRROR;
  const release = await readText("/etc/os-release");
  if (!/^ID=["']?debian["']?$/m.test(release)) return null;
  const folder = "/etc/apt/sources.list.d";
  const names = await readdir(folder).catch(() => []);
  const files = ["/etc/apt/sources.list", ...names.sort().map((name) => join(folder, name))];
  for (const file of files) {
    const mirror = findMirror(await readText(file));
    if (mirror !== null) return mirror;
  }
  return null;
}

/**
 * The archive that a file of apt sources takes Debian's `main` from, in either of its formats (sources.list(5)). Archives of
 * others and the security one, which holds no whole suite, are passed over.
 */
export function findMirror(sources: string): string | null {
  const lines = sources.split("\n").filter((line) => !line.startsWith("#"));
  for (const line of lines) {
    const match = /^deb\s+(?:\[[^\]]*\]\s+)?(https?:\S+)\s+\S+\s+(?:.*\s)?main\b/.exec(line);
    if (match && isArchive(match[1]!)) return match[1]!;
  }
  for (const stanza of lines.join("\n").split(/\n\s*\n/)) {
    const fields = Object.fromEntries([...stanza.matchAll(/^(\w[\w-]*):\s*(.*)$/gm)].map((m) => [m[1], m[2]]));
    const mirror = fields.URIs?.split(/\s+/)[0];
    const isDebian = /\bdeb\b/.test(fields.Types ?? "") && /\bmain\b/.test(fields.Components ?? "");
    if (mirror !== undefined && /^https?:/.test(mirror) && isDebian && isArchive(mirror)) return mirror;
  }
  return null;
}

/** By convention a mirror of Debian's archive ends in `/debian`; vendors' own archives do not. */
function isArchive(url: string): boolean {
  return /\/debian\/?$/.test(url);
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
