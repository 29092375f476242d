import type { RunBegin, RunStatus } from "@sandpiper/engine/pool";
import type { FromHost } from "../process/messages.ts";

/** What a host process told of its run so far. */
export class HostStatus implements RunStatus {
  #run = 0;
  #begin: RunBegin | null = null;
  #log: Uint8Array[] = [];

  note(message: Extract<FromHost, { kind: "begin" | "log" }>): void {
    if (message.kind === "begin") {
      this.#run = message.run;
      this.#begin = message;
      this.#log = [];
    } else if (message.run === this.#run) this.#log.push(message.part);
  }

  read(run: number): RunBegin | null {
    return run === this.#run ? this.#begin : null;
  }

  readLog(run: number, limit: number): Uint8Array {
    return run === this.#run ? Buffer.concat(this.#log).subarray(0, limit) : new Uint8Array(0);
  }
}
