import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readFolder } from "./read-folder.ts";

/** What a project gets a copy of, by where it is in a checkout: where it is put. */
const REFERENCES: Readonly<Record<string, string>> = {
  "examples/functions/image-grayscale": "functions/image-grayscale",
  "examples/functions/image-classify": "functions/image-classify",
  "crates/sandpiper": "crates/sandpiper",
};

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** The same depth in src and dist. */
const CHECKOUT = at("../../../");
/** Where `npm pack` puts a copy, which is all that an installed package has. */
const PACKED = at("./reference/");

/** The reference functions with their source and modules, and the SDK, by path in a project. A checkout's own go before a copy. */
export async function readReferenceFiles(): Promise<Map<string, Uint8Array>> {
  if (!isCheckout()) return readFolder(PACKED);
  const files = new Map<string, Uint8Array>();
  for (const [from, to] of Object.entries(REFERENCES)) {
    for (const [path, content] of await readPart(join(CHECKOUT, from), `${to}/`)) files.set(path, content);
  }
  return files;
}

function isCheckout(): boolean {
  const manifest = join(CHECKOUT, "package.json");
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name === "sandpiper-repo";
}

async function readPart(folder: string, prefix: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of await readFolder(folder)) {
    if (/(?:^|\/)target\//.test(path)) continue;
    // A project has functions one folder less deep than the checkout has its examples.
    const isManifest = path.endsWith("Cargo.toml");
    files.set(prefix + path, isManifest ? Buffer.from(toProjectPaths(String(content))) : content);
  }
  return files;
}

function toProjectPaths(manifest: string): string {
  return manifest.replaceAll('"../../../crates/', '"../../crates/');
}
