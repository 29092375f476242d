import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const PARTIAL = ".partial-";

/**
 * Makes `folder` as a whole or not at all: `work` fills a folder beside it, which takes its place at the end. Call it with the
 * lock held: what an earlier attempt left behind is removed.
 */
export async function makeFolder(folder: string, work: (partial: string) => Promise<void>): Promise<void> {
  const parent = dirname(folder);
  const prefix = `${basename(folder)}${PARTIAL}`;
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix)) await rm(join(parent, name), { recursive: true, force: true });
  }
  const partial = join(parent, `${prefix}${randomUUID().slice(0, 8)}`);
  await mkdir(partial);
  try {
    await work(partial);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
