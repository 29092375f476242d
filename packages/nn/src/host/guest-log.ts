/** Lines that one invocation's calls of inference may leave: a guest that fails in a loop says nothing new. */
export const MAX_LINES = 20;

const MAX_LENGTH = 500;

/** What calls of inference tell the function's logs, in bounds. Messages may hold text of the guest and of a model. */
export class GuestLog {
  readonly #log: (line: string) => void;
  #lines = 0;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** @param call such as `wasi-nn: load` */
  say(call: string, message: string): void {
    this.#lines += 1;
    if (this.#lines > MAX_LINES + 1) return;
    this.#log(
      this.#lines > MAX_LINES ? "inference: what else it has to say is left out" : clean(`${call}: ${message}`),
    );
  }
}

function clean(text: string): string {
  // Line ends and the controls of terminals: one call is one line, and it moves no cursor.
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trimEnd();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)} ...` : line;
}
