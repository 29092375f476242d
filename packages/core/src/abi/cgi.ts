import type { Abi } from "./abi.ts";
import { toCgiEnvironment } from "./cgi-environment.ts";
import { toCgiResponse } from "./cgi-response.ts";
import { splitQuery } from "./query.ts";

/**
 * CGI/1.1 (RFC 3875) in WAGI's manner: the request in environment variables, its body on standard input, the query
 * string's parts as arguments after the path, still encoded as WAGI leaves them; headers, an empty line and the body on
 * standard output.
 */
export const cgi: Abi = {
  name: "cgi",

  toCall(input) {
    return { args: [input.url.pathname, ...splitQuery(input.url.search)], env: toCgiEnvironment(input) };
  },

  toResponse(exit) {
    return toCgiResponse(exit.stdout);
  },
};
