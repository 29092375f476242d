import type { HttpRequest } from "@azure/functions";

/** A request as the library hands it on, which has of a `Request` only some. */
export function toRequest({ url, method, headers, body }: HttpRequest): Request {
  const init: RequestInit & { duplex: "half" } = {
    method,
    headers,
    body: body as ReadableStream | null,
    duplex: "half",
  };
  return new Request(url, init);
}

/** The last is the one that Azure itself saw, with its port; a caller may have written the others. */
export function toRemoteAddress(headers: Headers): string | undefined {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  if (!last) return undefined;
  return /^\[(.+)\](?::\d+)?$/.exec(last)?.[1] ?? /^([\d.]+):\d+$/.exec(last)?.[1] ?? last;
}
