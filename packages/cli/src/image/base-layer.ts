import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createLayer, type Layer, type LayerEntry } from "@sandpiper/oci";

/** Goes up with whatever changes the bytes of a layer of the same files. */
const FORMAT = 1;

/**
 * Who runs there: nobody in particular, with the number that distroless images have for it, which asks for no name. Some programs
 * want one all the same.
 */
export const USER = "65532:65532";

/** What every program expects of a Linux, and no package brings. */
export const SKELETON: readonly (readonly [string, LayerEntry])[] = [
  ["/dev", { folder: true }],
  ["/proc", { folder: true }],
  ["/sys", { folder: true }],
  ["/tmp", { folder: true, mode: 0o1777 }],
  ["/lib", { link: "usr/lib" }],
  ["/lib64", { link: "usr/lib64" }],
  ["/etc/passwd", { content: "root:x:0:0:root:/:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n" }],
  ["/etc/group", { content: "root:x:0:\nnonroot:x:65532:\n" }],
];

/**
 * A layer that many images share: packed once, and kept in the cache folder, since packing a program of 120 MB takes seconds. It is
 * found by what is in it.
 */
export async function createBaseLayer(
  title: string,
  entries: ReadonlyMap<string, LayerEntry>,
  cacheDir: string,
): Promise<Layer> {
  const folder = join(cacheDir, "layers");
  const file = join(folder, `${keyOf(title, entries)}.json`);
  const known = await readCached(file);
  if (known !== null) return known;
  const layer = await createLayer(title, entries);
  await mkdir(folder, { recursive: true });
  const { descriptor, diffId, content } = layer;
  await writeWhole(join(folder, toFileName(descriptor.digest)), content);
  await writeWhole(file, JSON.stringify({ descriptor, diffId, title }));
  return layer;
}

function keyOf(title: string, entries: ReadonlyMap<string, LayerEntry>): string {
  const hash = createHash("sha256").update(`${FORMAT}\0${title}\0`);
  for (const [path, entry] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { content = "", ...rest } = "content" in entry ? entry : { ...entry, content: undefined };
    hash.update(`${path}\0${JSON.stringify(rest)}\0${createHash("sha256").update(content).digest("hex")}\0`);
  }
  return hash.digest("hex").slice(0, 32);
}

async function readCached(file: string): Promise<Layer | null> {
  try {
    const known = JSON.parse(await readFile(file, "utf8")) as Omit<Layer, "content">;
    const content = await readFile(join(file, "..", toFileName(known.descriptor.digest)));
    const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
    return digest === known.descriptor.digest ? { ...known, content } : null;
  } catch {
    return null;
  }
}

function toFileName(digest: string): string {
  return `${digest.replace("sha256:", "")}.tar.gz`;
}

async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, content);
  await rename(partial, file);
}
