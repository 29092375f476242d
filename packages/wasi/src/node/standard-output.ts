import { writeSync } from "node:fs";
import { isatty } from "node:tty";
import type { OutputStream } from "../streams.ts";
import { answering, isSystemError } from "./host-errno.ts";
import { retry } from "./wait.ts";

/**
 * A descriptor of this process as a stream for a guest to write to. A write takes all bytes, waiting where the reader
 * is slow. A reader that is gone is the errno `pipe`.
 */
export function createStdout(fd = 1): OutputStream {
  return {
    terminal: isatty(fd),
    write: (from) =>
      answering(() => {
        let written = 0;
        while (written < from.byteLength) {
          const count = retry(() => {
            try {
              return writeSync(fd, from, written, from.byteLength - written);
            } catch (error) {
              if (isSystemError(error, "EAGAIN")) return null; // a non-blocking pipe or terminal that is full
              if (written > 0) return 0; // the next write will meet the error again
              throw error;
            }
          });
          if (!count) break;
          written += count;
        }
        return written;
      }),
  };
}

export function createStderr(fd = 2): OutputStream {
  return createStdout(fd);
}
