/* What runs in each host process: WasmEdge, one guest at a time. Its first argument is the library. */
import { toSandpiperError } from "@sandpiper/core";
import { compile } from "../aot/compile-job.ts";
import type { FromHost, ToHost } from "../process/messages.ts";
import { parentChannel } from "../process/parent-channel.ts";
import { dieWithParent } from "./die-with-parent.ts";
import { EnginePlace } from "./engine-place.ts";
import { runCommand } from "./run-command.ts";
import { Runner } from "./runner.ts";

/** Runs between two turns of the event loop, where views of native memory are let go. */
const RUNS_A_TURN = 64;

dieWithParent();
const place = open(process.argv[2]!);
const runner = new Runner(place);
parentChannel.send({ kind: "ready", version: place.library.VersionGet() });
for (let runs = 1; ; runs += 1) {
  const message = parentChannel.receive();
  if (message === null) process.exit(0);
  parentChannel.send(answer(message));
  runner.rest();
  if (runs % RUNS_A_TURN === 0) await new Promise(setImmediate);
}

function open(library: string): EnginePlace {
  try {
    return new EnginePlace(library);
  } catch (error) {
    parentChannel.send({ kind: "failed", error: toSandpiperError(error).toJSON() });
    process.exit(1);
  }
}

function answer(message: ToHost): FromHost {
  try {
    if (message.kind === "work") return { kind: "answer", answer: runner.run(message.work) };
    if (message.kind === "command") return { kind: "ended", exit: runCommand(place, message.command) };
    if (message.kind === "inferred") throw new Error("an answer came that nobody waits for");
    compile(place, message.job);
    return { kind: "compiled" };
  } catch (error) {
    return { kind: "failed", error: toSandpiperError(error).toJSON() };
  }
}
