import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A place in the cache, and what belongs there. */
export interface AotEntry {
  /** Of the native code: a shared library. */
  readonly path: string;
  /** What it is made of and for: an entry that says otherwise is foreign. */
  readonly made: AotOrigin;
}

export interface AotOrigin {
  /** Hex SHA-256 of the module as it was compiled. */
  readonly module: string;
  readonly wasmedge: string;
  readonly processor: string;
  readonly options: string;
}

interface Record extends AotOrigin {
  /** Hex SHA-256 of the native code. */
  readonly sha256: string;
}

/**
 * Whether the entry is there and is what was put there. It is code that will be run, so all of it is read: a crash, a full disk
 * or a copy from elsewhere must not become a guest.
 */
export function isWhole({ path, made }: AotEntry): boolean {
  try {
    const { sha256, ...origin } = JSON.parse(readFileSync(toRecordPath(path), "utf8")) as Record;
    const keys = Object.keys(made) as (keyof AotOrigin)[];
    return keys.every((key) => origin[key] === made[key]) && sha256 === toDigest(readFileSync(path));
  } catch {
    return false;
  }
}

/** Where an entry's code is made, beside its place: a process's own. */
export function toPartial({ path }: AotEntry): string {
  return path.replace(/\.so$/, `.partial-${process.pid}.so`);
}

/** Takes away what processes left that were stopped while they made it. To be called by the one that holds the entry's lock. */
export function removePartials({ path }: AotEntry): void {
  const prefix = `${basename(path, ".so")}.partial-`;
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(prefix)) rmSync(join(dirname(path), name), { force: true });
  }
}

/** Moves code that was made into its entry: all of it or nothing. */
export function keepEntry({ path, made }: AotEntry, partial: string): void {
  const record = toRecordPath(path);
  const content: Record = { sha256: toDigest(readFileSync(partial)), ...made };
  rmSync(record, { force: true });
  renameSync(partial, path);
  writeFileSync(`${record}.partial-${process.pid}`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${record}.partial-${process.pid}`, record);
}

function toRecordPath(path: string): string {
  return path.replace(/\.so$/, ".json");
}

function toDigest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
