import { SandpiperError } from "../errors.ts";

/** The parts of a query string (`?a=1&b`) between the `&`s, as they stand in the URL; empty ones are left out. */
export function splitQuery(search: string): string[] {
  const query = search.startsWith("?") ? search.slice(1) : search;
  return query.split("&").filter((part) => part !== "");
}

/**
 * Percent-decodes `text`; what is no valid escape stays as it is, as browsers leave it.
 * @throws `E_USAGE` for an encoded NUL, which neither an argument nor an environment variable can hold
 */
export function decodePercent(text: string): string {
  let decoded = text;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    // Not UTF-8 or not an escape: the raw text is the best there is.
  }
  if (decoded.includes("\0")) throw new SandpiperError("E_USAGE", "The URL holds an encoded NUL character");
  return decoded;
}
