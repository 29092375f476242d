import { type ChildProcess, fork } from "node:child_process";
import { closeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SandpiperError } from "@sandpiper/core";
import { NnError } from "../nn-error.ts";
import { toWorkerArguments } from "../threads/worker-arguments.ts";
import { openLog, readLog } from "./process-log.ts";
import type { ProcessReply, ProcessRequest, ProcessResult } from "./protocol.ts";

const MAIN = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./process-main.ts" : "./process-main.js", import.meta.url),
);

type Question = ProcessRequest extends infer R ? (R extends ProcessRequest ? Omit<R, "id"> : never) : never;
type Answer = Exclude<ProcessResult, { kind: "refused" | "failed" }>;

/** What of the environment says where things are. The rest is the server's, and no business of native code. */
const VARIABLES = ["PATH", "HOME", "XDG_CACHE_HOME", "SANDPIPER_CACHE", "TMPDIR"];
/** A library loads within a second; this only catches a hang. */
const START_MS = 60_000;

interface Pending {
  resolve(result: ProcessResult): void;
  reject(error: NnError): void;
}

/** One process of a backend, as the thread that started it sees it. */
export class BackendProcess {
  /** Why it is gone; null while it is there. */
  ended: string | null = null;
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #requests = 0;

  private constructor(name: string, onProcess: (pid: number, state: "started" | "ended") => void) {
    this.#name = name;
    const log = openLog();
    this.#child = fork(MAIN, [name], {
      execArgv: ["--disable-warning=ExperimentalWarning", ...toWorkerArguments(process.execArgv)],
      env: toEnvironment(process.env),
      serialization: "advanced",
      stdio: ["ignore", "ignore", log, "ipc"],
    });
    const { pid } = this.#child;
    if (pid !== undefined) onProcess(pid, "started");
    this.#child.on("message", ({ id, result }: ProcessReply) => {
      this.#pending.get(id)?.resolve(result);
      this.#pending.delete(id);
    });
    let told = false;
    const end = (why: string) => {
      if (told) return;
      told = true;
      closeSync(log);
      this.ended ??= why;
      if (pid !== undefined) onProcess(pid, "ended");
      for (const { reject } of this.#pending.values()) reject(new NnError("runtime-error", this.ended ?? why));
      this.#pending.clear();
    };
    this.#child.on("error", (error) => {
      // One that was started tells of its end itself.
      if (pid === undefined) end(`${name} does not start: ${error.message}`);
    });
    this.#child.once("exit", (code, signal) => {
      const said = told ? "" : lastLine(log);
      end(`${name} broke down (${signal ?? `exit code ${code}`})${said === "" ? "" : `: ${said}`}`);
    });
  }

  /** @throws SandpiperError what keeps the backend from loading */
  static async start(
    name: string,
    onProcess: (pid: number, state: "started" | "ended") => void = () => {},
  ): Promise<BackendProcess> {
    const started = new BackendProcess(name, onProcess);
    const timer = setTimeout(() => started.stop(`${name} does not start`), START_MS);
    try {
      await started.#answerTo(0);
      return started;
    } catch (cause) {
      started.stop();
      if (!(cause instanceof NnError)) throw cause;
      throw new SandpiperError("E_ENGINE_UNAVAILABLE", cause.message, { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  /** @throws NnError what the guest is to be told, also when the process is gone; SandpiperError what ends it */
  ask(question: Question): Promise<Answer> {
    if (this.ended !== null) throw new NnError("runtime-error", `${this.ended}: load the model anew`);
    const id = ++this.#requests;
    const answer = this.#answerTo(id);
    this.#child.send({ ...question, id }, (error) => {
      // One that cannot be reached any more has mostly ended, and that is not known yet. With its end all that was asked fails.
      if (error) this.#child.kill("SIGKILL");
    });
    return answer;
  }

  /** Ends it, whatever it does. */
  stop(why = `${this.#name} was ended`): void {
    this.ended ??= why;
    this.#child.kill("SIGKILL");
  }

  async #answerTo(id: number): Promise<Answer> {
    const result = await new Promise<ProcessResult>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
    });
    if (result.kind === "refused") throw NnError.fromJSON(result.error);
    if (result.kind === "failed") throw SandpiperError.fromJSON(result.error);
    return result;
  }
}

function toEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

function lastLine(log: number): string {
  try {
    return readLog(log, "end").trim().split("\n").at(-1) ?? "";
  } catch {
    return "";
  }
}
