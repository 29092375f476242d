import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Has `work` fill a folder beside its place, and moves it there: it appears whole, or not at all.
 * @param folder absolute; not there, or empty, once `work` is done
 */
export async function writeFolder<T>(folder: string, work: (partial: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    // As any new folder: a temporary one is its owner's alone.
    await chmod(partial, 0o777 & ~process.umask());
    const result = await work(partial);
    await rename(partial, folder);
    return result;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
