import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const PACKAGES = fileURLToPath(new URL("../../../packages", import.meta.url));

/** Packs every package that is published, as `npm publish` would: the tarball by the package's name. */
export function packPackages(): ReadonlyMap<string, string> {
  const out = join(temporaryFolder(), "tarballs");
  mkdirSync(out);
  const tarballs = new Map<string, string>();
  for (const folder of readdirSync(PACKAGES)) {
    const manifest = JSON.parse(readFileSync(join(PACKAGES, folder, "package.json"), "utf8"));
    if (manifest.private) continue;
    const args = ["pack", "--silent", "--pack-destination", out];
    const { status, stderr } = spawnSync("npm", args, { cwd: join(PACKAGES, folder), encoding: "utf8" });
    if (status !== 0) throw new Error(`npm pack of ${manifest.name}: ${stderr}`);
    tarballs.set(manifest.name, join(out, tarballOf(manifest)));
  }
  return tarballs;
}

/** npm names a tarball so. */
function tarballOf({ name, version }: { name: string; version: string }): string {
  return `${name.replace(/^@/, "").replace("/", "-")}-${version}.tgz`;
}

/** Settings by which npm takes our packages from tarballs wherever one is wanted, for the `package.json` of a project. */
export function toOverrides(tarballs: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...tarballs].map(([name, path]) => [name, `file:${path}`]));
}
