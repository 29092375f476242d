import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

export type Style = (format: Format, text: string) => string;

/** Colours for a terminal, plain text for anything else; `NO_COLOR` and `FORCE_COLOR` are heeded. */
export function createStyle(stream: NodeJS.WriteStream): Style {
  return (format, text) => styleText(format, text, { stream });
}
