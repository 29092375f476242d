import { isSandpiperError, type SandpiperError, toSandpiperError } from "@sandpiper/core";
import { toExitCode } from "./exit-code.ts";
import { toSafeText } from "./safe-text.ts";
import { createStyle, type Style } from "./style.ts";

const NO_STYLE: Style = (_format, text) => text;

/** `error[E_CODE]: message`, and below it the next step. No line break at the end. */
export function formatError(error: SandpiperError, style: Style = NO_STYLE): string {
  const head = `${style("red", `error[${error.code}]`)}: ${oneLine(error.message)}`;
  return error.hint ? `${head}\n  ${style("dim", "next:")} ${oneLine(error.hint)}` : head;
}

/** What `--json` prints for an error, on one line. */
export function formatErrorJson(error: SandpiperError): string {
  const { code, message, hint } = error;
  return JSON.stringify({ error: { code, message, ...(hint ? { hint } : {}) } });
}

/**
 * Says on standard error what went wrong and returns the exit code. With `json` it is one JSON object. Of an error that
 * is not of the table, a bug, `SANDPIPER_DEBUG=1` shows the stack.
 */
export function reportError(error: unknown, options: { readonly json?: boolean } = {}): number {
  const known = toSandpiperError(error);
  const text = options.json ? formatErrorJson(known) : formatError(known, createStyle(process.stderr));
  process.stderr.write(`${text}\n`);
  if (process.env.SANDPIPER_DEBUG && !options.json) {
    const cause = isSandpiperError(error) ? (error.cause ?? error) : error;
    process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`);
  }
  return toExitCode(known.code);
}

/** What a compiler said about a failed build, with a line break at the end; empty for other errors. */
export function outputOf(error: SandpiperError): string {
  if (!("output" in error) || typeof error.output !== "string" || error.output.trim() === "") return "";
  return `${error.output.trimEnd()}\n`;
}

function oneLine(text: string): string {
  return toSafeText(text.trim().replace(/\s*\n\s*/g, " "));
}
