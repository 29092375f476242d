import { formatDuration, formatSize, type SandpiperError } from "@sandpiper/core";
import { formatError, outputOf } from "../output/report-error.ts";
import { toSafeText } from "../output/safe-text.ts";
import { createStyle } from "../output/style.ts";
import type { RequestRecord } from "./request-record.ts";

/** What `sandpiper dev` says while it runs. */
export interface DevLog {
  /** Something a person wants to know; `event` and `details` are the same for a program. */
  note(text: string, event: string, details?: Readonly<Record<string, unknown>>): void;
  /** Something went wrong that does not end the server. */
  problem(error: SandpiperError, about?: string): void;
  request(record: RequestRecord): void;
}

type Write = (line: string) => void;

/** What is said in one turn of the event loop goes out in one system call: a busy server says a line a request. */
function createLineWriter(stream: NodeJS.WriteStream): Write {
  let held = false;
  return (line) => {
    if (!held) {
      held = true;
      stream.cork();
      setImmediate(() => {
        held = false;
        stream.uncork();
      });
    }
    stream.write(`${line}\n`);
  };
}

/** One line each for people. */
export function createHumanLog(stream: NodeJS.WriteStream = process.stdout): DevLog {
  const style = createStyle(stream);
  const write = createLineWriter(stream);
  return {
    note: (text) => write(text),
    problem(error, about) {
      if (about) write(style("red", `${about}:`));
      stream.write(outputOf(error));
      write(formatError(error, style));
    },
    request(record) {
      const colour = record.status >= 500 ? "red" : record.status >= 400 ? "yellow" : "green";
      write(
        [
          style("dim", record.time.toTimeString().slice(0, 8)),
          toSafeText(record.method).padEnd(4),
          toSafeText(record.path),
          style(colour, String(record.status)),
          formatDuration(record.durationMs),
          formatSize(record.bytes),
        ].join(" "),
      );
      for (const line of toLines(record.stderr ?? "")) write(`  ${style("dim", "|")} ${line}`);
      if (record.stderrDropped) write(`  ${style("dim", `| ... ${formatSize(record.stderrDropped)} more not kept`)}`);
      if (record.error) for (const line of formatError(record.error, style).split("\n")) write(`  ${line}`);
    },
  };
}

/** One JSON object a line for programs. */
export function createJsonLog(stream: NodeJS.WriteStream = process.stdout): DevLog {
  const writeLine = createLineWriter(stream);
  const write = (value: Readonly<Record<string, unknown>>) => writeLine(JSON.stringify(value));
  const now = () => new Date().toISOString();
  return {
    note: (text, event, details = {}) => write({ time: now(), event, message: text, ...details }),
    problem: (error, about) =>
      write({ time: now(), event: "problem", ...(about ? { about } : {}), error: pick(error) }),
    request({ time, method, path, status, durationMs, bytes, name, id, error, stderr, stderrDropped }) {
      write({
        time: time.toISOString(),
        event: "request",
        method,
        path,
        status,
        durationMs: Number(durationMs.toFixed(3)),
        bytes,
        ...(name ? { function: name } : {}),
        ...(id ? { id } : {}),
        ...(error ? { error: pick(error) } : {}),
        ...(stderr ? { stderr } : {}),
        ...(stderrDropped ? { stderrDropped } : {}),
      });
    },
  };
}

function pick(error: SandpiperError) {
  const { code, message, hint } = error;
  const output = outputOf(error);
  return { code, message, ...(hint ? { hint } : {}), ...(output ? { output } : {}) };
}

function toLines(text: string): string[] {
  if (text === "") return [];
  return text
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .map(toSafeText);
}
