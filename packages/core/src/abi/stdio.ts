import type { Abi } from "./abi.ts";
import { sniffContentType } from "./content-type.ts";
import { decodePercent, splitQuery } from "./query.ts";

/**
 * The simplest ABI: the request's body on standard input, the response's body from standard output. The parts of the
 * query string are the arguments, so `POST /thumb?width=100` and `thumb width=100 < body` are the same call.
 *
 * What it answers with has the content type of the settings, else the one its first bytes tell.
 */
export const stdio: Abi = {
  name: "stdio",

  toCall({ settings, url }) {
    const args = url.search === "" ? [settings.name] : [settings.name, ...splitQuery(url.search).map(decodeArgument)];
    return { args, env: settings.env ?? {} };
  },

  toResponse(exit, { settings }) {
    const type = settings.contentType ?? sniffContentType(exit.stdout);
    // Without `nosniff` a browser may take a body for something else than what the function or we said it is.
    const headers = { "content-type": type, "x-content-type-options": "nosniff" };
    return new Response(exit.stdout as Uint8Array<ArrayBuffer>, { headers });
  },
};

/** In a query string a plus sign is a space (`application/x-www-form-urlencoded`). */
function decodeArgument(part: string): string {
  return decodePercent(part.replaceAll("+", " "));
}
