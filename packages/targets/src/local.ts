import { readdir, readFile } from "node:fs/promises";
import type { RequestListener, ServerResponse } from "node:http";
import { join, relative, sep } from "node:path";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { SandpiperError, toErrorResponse, toSandpiperError } from "@sandpiper/core";
import { createStaticFiles } from "./app/deployed-files.ts";

/** A target's artifact on this machine, whose program is to be run in this process. */
export interface LocalArtifact {
  /** Where it lies; absolute. */
  readonly folder: string;
  /** Runs a file of it, and gives what that exports. A relative path with `/` between. */
  load(file: string): Promise<Readonly<Record<string, unknown>>>;
  /** Tells whoever started it that a request was refused as the cloud would; `outgoing` is what it will be answered with. */
  refuse(error: SandpiperError, outgoing: ServerResponse): void;
}

/** Stands before an artifact's program as the cloud does: makes of a request what the program takes, and of its result an answer. */
export type CreateLocal = (artifact: LocalArtifact) => Promise<RequestListener>;

/** A listener that speaks `Request` and `Response`. A thrown `SandpiperError` is an answer, and told of. */
export function toListener(
  artifact: LocalArtifact,
  answer: (request: Request, remoteAddress: string) => Promise<Response>,
): RequestListener {
  return getRequestListener(
    async (request, bindings) => {
      const { incoming, outgoing } = bindings as HttpBindings;
      try {
        return await answer(request, incoming.socket.remoteAddress ?? "127.0.0.1");
      } catch (thrown) {
        // Of a path that cannot be decoded, whichever place does that.
        const error =
          thrown instanceof URIError
            ? new SandpiperError("E_USAGE", "The path is not encoded as it should be", { cause: thrown })
            : toSandpiperError(thrown);
        artifact.refuse(error, outgoing);
        return toErrorResponse(error);
      }
    },
    { overrideGlobalObjects: false },
  );
}

/** Gives a request headers that a cloud writes itself, whatever the caller wrote. */
export function withHeaders(request: Request, headers: Readonly<Record<string, string>>): Request {
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
  return request;
}

/** What the program exports under a name. @throws `E_INTERNAL` when it is no function */
export function takeExport<T extends (...args: never[]) => unknown>(
  exports: Readonly<Record<string, unknown>>,
  name: string,
): T {
  if (typeof exports[name] === "function") return exports[name] as T;
  throw new SandpiperError("E_INTERNAL", `the program exports no function ${name}`);
}

/** Serves files as a place does beside the program: null where there is none. */
export async function serveFolder(
  folder: string,
): Promise<{ readonly files: ReadonlySet<string>; readonly answer: (request: Request) => Promise<Response | null> }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  const answer = createStaticFiles(files, async (file) => new Uint8Array(await readFile(join(folder, file))));
  return { files: new Set(files), answer };
}
