import { SandpiperError } from "@sandpiper/core";

/** Of the message and the hint, so that the header stays below the 16 KiB that Node reads of an answer's. */
const MOST_CHARACTERS = 1000;

/** An error as a header's value: JSON in base64. */
export function toRefusalHeader(error: SandpiperError): string {
  const { message, hint, ...rest } = error.toJSON();
  const cut = (text: string) => text.slice(0, MOST_CHARACTERS);
  const json = JSON.stringify({ ...rest, message: cut(message), ...(hint === undefined ? {} : { hint: cut(hint) }) });
  return Buffer.from(json).toString("base64");
}

/** Takes the header of this name away, and makes of it the error that it was. */
export function takeRefusal(headers: Headers, name: string): SandpiperError | null {
  const value = headers.get(name);
  if (value === null) return null;
  headers.delete(name);
  return SandpiperError.fromJSON(JSON.parse(Buffer.from(value, "base64").toString()));
}
