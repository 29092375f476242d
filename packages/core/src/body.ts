import { SandpiperError } from "./errors.ts";
import { formatSize } from "./units.ts";

/**
 * All of a request's body, never holding more than `limit` bytes of it.
 * @throws `E_BODY_TOO_LARGE`, or `E_CANCELLED` when the caller went away before it was all there
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > limit) throw tooLarge(limit);
  if (declared === "0" || (declared === null && isWithoutBody(request))) return new Uint8Array(0);
  try {
    // A declared length was checked above and HTTP servers hold a body to it, so it can be taken in one piece; servers
    // have a fast way for that, which lasts until somebody asks for the stream.
    if (declared !== null) return withinLimit(new Uint8Array(await request.arrayBuffer()), limit);
    return await readChunks(request.body!, limit);
  } catch (error) {
    if (error instanceof SandpiperError) throw error;
    throw new SandpiperError("E_CANCELLED", "The request ended before all of its body was there", { cause: error });
  }
}

/** Only asks for the stream where the method leaves it open: to make it costs a server more than to read a small body. */
function isWithoutBody(request: Request): boolean {
  return request.method === "GET" || request.method === "HEAD" || request.body === null;
}

async function readChunks(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    // Leaving the loop cancels the stream: nothing more is read.
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

function withinLimit(body: Uint8Array, limit: number): Uint8Array {
  if (body.length > limit) throw tooLarge(limit);
  return body;
}

function tooLarge(limit: number): SandpiperError {
  return new SandpiperError("E_BODY_TOO_LARGE", `The request body is larger than ${formatSize(limit)}`, {
    hint: "Send less, or raise maxBody in the function's settings.",
  });
}
