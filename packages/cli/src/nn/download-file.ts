import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { formatSize, SandpiperError } from "@sandpiper/core";
import { inPhase } from "../toolchain/progress.ts";
import type { InstallContext } from "./install-context.ts";

/** Fetches what the user named into a file. */
export async function downloadFile(
  url: URL,
  to: string,
  { onProgress, signal }: Omit<InstallContext, "cache">,
): Promise<void> {
  await inPhase(onProgress, `Fetching ${url.pathname.split("/").at(-1)}`, async (update) => {
    try {
      const response = await fetch(url, { signal });
      if (!response.ok || response.body === null) throw new Error(`the server answers ${response.status}`);
      const total = Number(response.headers.get("content-length"));
      let received = 0;
      const watch = async function* (parts: AsyncIterable<Uint8Array>) {
        for await (const part of parts) {
          received += part.byteLength;
          update(`${formatSize(received)}${total > 0 ? ` of ${formatSize(total)}` : ""}`);
          yield part;
        }
      };
      await pipeline(Readable.from(response.body), watch, createWriteStream(to), { signal });
    } catch (cause) {
      if (signal.aborted) throw new SandpiperError("E_CANCELLED", "stopped before it was done");
      const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
      throw new SandpiperError("E_ENGINE_UNAVAILABLE", `${url} could not be fetched: ${inner}`, {
        hint: "Fetch the file yourself and name it with --from.",
        cause,
      });
    }
  });
}
