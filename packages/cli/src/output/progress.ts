import { formatDuration } from "@sandpiper/core";
import type { Progress } from "../toolchain/progress.ts";

/** How often a line that is rewritten may change. */
const REPAINT_MS = 100;

/**
 * Tells on `stream` how long work goes on: on a terminal one line that is rewritten, elsewhere a line when a phase begins
 * and when it took long, so that logs stay short.
 */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let painted = 0;
  let open = false;
  const line = (text: string) => stream.write(`${open && stream.isTTY ? "\r\u001b[K" : ""}${text}`);
  return ({ kind, phase, detail, elapsedMs }) => {
    if (kind === "note") {
      line(`${phase}\n`);
      open = false;
      return;
    }
    if (!stream.isTTY) {
      if (kind === "start") stream.write(`${phase} ...\n`);
      if (kind === "end" && elapsedMs > 5000) stream.write(`${phase}: done in ${formatDuration(elapsedMs)}\n`);
      return;
    }
    if (kind === "end") {
      line(`${phase} ... ${formatDuration(elapsedMs)}\n`);
      open = false;
      return;
    }
    if (kind === "update" && Date.now() - painted < REPAINT_MS) return;
    painted = Date.now();
    const room = Math.max(20, (stream.columns || 80) - phase.length - 8);
    line(`${phase} ...${detail ? ` ${detail.slice(0, room)}` : ""}`);
    open = true;
  };
}
