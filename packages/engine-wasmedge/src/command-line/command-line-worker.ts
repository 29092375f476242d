import { type ChildProcess, spawn } from "node:child_process";
import { toSandpiperError } from "@sandpiper/core";
import { outputLimitError, toUnbegunExit } from "@sandpiper/engine";
import {
  type Answer,
  Deadline,
  monotonicNow,
  type PoolWorker,
  type PoolWorkerEvents,
  type RunBegin,
  type Running,
  type RunStatus,
  type Task,
} from "@sandpiper/engine/pool";
import type { NativeModule } from "../library/native-module.ts";
import type { CommandLineInstallation } from "./find-command-line.ts";
import { type CommandLine, toArguments } from "./to-arguments.ts";
import { toGuestEnd } from "./to-guest-end.ts";

/** A place in the pool that starts a `wasmedge` for each invocation. */
export class CommandLineWorker implements PoolWorker<NativeModule>, RunStatus {
  state: PoolWorker<NativeModule>["state"] = "booting";
  running: Running<NativeModule> | null = null;
  readonly status: RunStatus = this;
  readonly #installation: CommandLineInstallation;
  readonly #events: PoolWorkerEvents<NativeModule>;
  #child: ChildProcess | null = null;
  #run = 0;
  #begin: RunBegin | null = null;
  #stderr: Buffer = Buffer.alloc(0);

  constructor(installation: CommandLineInstallation, events: PoolWorkerEvents<NativeModule>) {
    this.#installation = installation;
    this.#events = events;
    queueMicrotask(() => {
      if (this.state !== "booting") return;
      this.state = "idle";
      events.ready(this);
    });
  }

  has(): boolean {
    return true;
  }

  start(task: Task<NativeModule>): Running<NativeModule> {
    const run = ++this.#run;
    this.#begin = { began: monotonicNow(), cpu: Number.NaN };
    this.#stderr = Buffer.alloc(0);
    this.state = "busy";
    const deadline = new Deadline(task.module.limits, run, this, null);
    this.running = { task, run, sentAt: performance.now(), deadline, stopAt: null };
    this.#spawn(task, run);
    return this.running;
  }

  takeAnswer(): Answer | null {
    return null;
  }

  async stop(): Promise<void> {
    this.state = "stopping";
    this.running = null;
    this.#child?.kill("SIGKILL");
    this.#events.exit(this, null);
  }

  read(run: number): RunBegin | null {
    return run === this.#run ? this.#begin : null;
  }

  readLog(run: number, limit: number): Uint8Array {
    return run === this.#run ? this.#stderr.subarray(0, limit) : new Uint8Array(0);
  }

  #spawn({ module, input }: Task<NativeModule>, run: number): void {
    const { name, limits, grants, code } = module;
    if (code.kind !== "compiled") throw new Error("the command line runs what lies in a file");
    const { version } = this.#installation;
    let line: CommandLine;
    try {
      line = toArguments({ name, path: code.path, limits, directories: grants.directories ?? [], version }, input);
    } catch (error) {
      const exit = toUnbegunExit(toSandpiperError(error));
      queueMicrotask(() => this.#answer(run, { ...exit, run, error: exit.error?.toJSON() ?? null }));
      return;
    }
    const [program, ...first] = [...this.#installation.loader, this.#installation.program];
    const child = spawn(program!, [...first, ...line.args], { stdio: "pipe", env: {} });
    this.#child = child;
    const stdout: Buffer[] = [];
    let bytes = 0;
    let dropped = 0;
    child.stdout.on("data", (part: Buffer) => {
      bytes += part.length;
      stdout.push(part);
      if (bytes > limits.outputBytes) child.kill("SIGKILL");
    });
    child.stderr.on("data", (part: Buffer) => {
      const kept = part.subarray(0, Math.max(0, limits.logBytes - this.#stderr.length));
      this.#stderr = Buffer.concat([this.#stderr, kept]);
      dropped += part.length - kept.length;
    });
    // A guest need not read its input.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input.stdin);
    child.on("error", () => undefined); // "close" follows, with no code and no signal
    child.on("close", (exitCode, signal) => {
      line.clean();
      const all = Buffer.concat(stdout);
      const end =
        bytes > limits.outputBytes
          ? { exitCode: null, error: outputLimitError(name, limits), stdout: all.subarray(0, limits.outputBytes) }
          : toGuestEnd(name, { code: exitCode, signal, stdout: all });
      const runMs = monotonicNow() - this.#begin!.began;
      const stats = { queueMs: 0, instantiateMs: 0, runMs, cpuMs: null, memoryBytes: 0, stderrDropped: dropped };
      // Of their own: a buffer of Node may be a part of a larger one.
      const [out, log] = [new Uint8Array(end.stdout), new Uint8Array(this.#stderr)];
      this.#answer(run, { ...end, run, error: end.error?.toJSON() ?? null, stdout: out, stderr: log, stats });
    });
  }

  #answer(run: number, answer: Answer): void {
    if (this.state === "busy" && run === this.#run) this.#events.answer(this, answer);
  }
}
