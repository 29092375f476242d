import { createHash, randomUUID } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { formatSize, SandpiperError } from "@sandpiper/core";
import { cacheFolder } from "../toolchain/cache-folder.ts";
import { inPhase, type Progress } from "../toolchain/progress.ts";

/** A server that sends nothing for so long has gone away. */
const SILENCE_MS = 30_000;

/**
 * Fetches a model into the cache, once, and checks that it is the one that was meant.
 * @returns the file's path
 * @throws `E_CONFIG`
 */
export async function fetchModel(at: string, url: string, sha256: string, onProgress?: Progress): Promise<string> {
  const folder = join(cacheFolder(), "models");
  const path = join(folder, `${sha256.toLowerCase()}${extname(new URL(url).pathname)}`);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    const digest = await inPhase(onProgress, `Fetching ${new URL(url).pathname.split("/").at(-1)}`, (update) =>
      download(at, url, partial, update),
    );
    if (digest !== sha256.toLowerCase()) {
      throw new SandpiperError("E_CONFIG", `${at}: what ${url} sends has the SHA-256 ${digest}, not ${sha256}`, {
        hint: "If the model was meant to change, take the new digest into the settings.",
      });
    }
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  return path;
}

async function download(at: string, url: string, to: string, update: (detail: string) => void): Promise<string> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), SILENCE_MS);
  const hash = createHash("sha256");
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || !response.body) throw new Error(`the server answers ${response.status}`);
    const total = Number(response.headers.get("content-length"));
    let received = 0;
    const watch = async function* (parts: AsyncIterable<Uint8Array>) {
      for await (const part of parts) {
        timer.refresh();
        hash.update(part);
        received += part.length;
        update(`${formatSize(received)}${total > 0 ? ` of ${formatSize(total)}` : ""}`);
        yield part;
      }
    };
    await pipeline(Readable.from(response.body), watch, createWriteStream(to));
    return hash.digest("hex");
  } catch (cause) {
    const silent = abort.signal.aborted;
    const inner = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause : cause).message : String(cause);
    throw new SandpiperError(
      "E_CONFIG",
      `${at}: ${url} could not be fetched: ${silent ? `nothing came for ${SILENCE_MS / 1000}s` : inner}`,
      { hint: 'Correct "url", or fetch the file yourself and name it with "path".', cause },
    );
  } finally {
    clearTimeout(timer);
  }
}
