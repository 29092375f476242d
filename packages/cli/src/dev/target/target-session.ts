import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream";
import { SandpiperError, toSandpiperError } from "@sandpiper/core";
import type { Target } from "@sandpiper/targets";
import { type BuiltArtifact, buildArtifact, writeArtifact } from "../../deploy/build-artifact.ts";
import { formatProblems, isRefusal } from "../../deploy/format-problems.ts";
import type { EngineName } from "../../engine/engine-name.ts";
import { loadProject } from "../../project/load-project.ts";
import type { Project } from "../../project/project.ts";
import type { Progress } from "../../toolchain/progress.ts";
import type { DevApp } from "../app.ts";
import { type Build, createChangedBuilder } from "../build-changed.ts";
import { noteRestart } from "../dev-session.ts";
import type { DevLog } from "../log.ts";
import { type RunnableTarget, type RunningProgram, startProgram } from "./start-program.ts";
import { createTargetApp } from "./target-app.ts";

export interface TargetSession {
  readonly project: Project;
  readonly app: DevApp;
  /** Takes in that these files changed. Calls are done one after the other; it never rejects. */
  refresh(changed: ReadonlySet<string>): Promise<void>;
  /** Ends the program and takes the artifact away. */
  close(): Promise<void>;
}

export interface TargetSessionOptions {
  readonly target: RunnableTarget;
  /** As it is at the start. */
  readonly project: Project;
  readonly log: DevLog;
  readonly build: Build;
  readonly onProgress: Progress | undefined;
  /** The engine of every function, whatever its settings say. */
  readonly asked?: EngineName | undefined;
  /** Called with the project each time it was read. */
  onProject?(project: Project): void;
}

/** One build of the project, and the program of it. */
interface Generation {
  readonly folder: string;
  readonly timeoutMs: number | null;
  program: Promise<RunningProgram>;
  /** What is under way: of each request its work, and sending its answer, each of which may outlast the other. */
  running: number;
  retired: boolean;
}

/**
 * A project being served as a target would: makes its artifact, runs the program of it, and again when files change. What cannot be
 * built, or would be refused by the cloud, leaves in place what served before.
 * @throws what building and starting it throws the first time
 */
export async function startTargetSession(options: TargetSessionOptions): Promise<TargetSession> {
  const { target, log, onProgress } = options;
  const { root } = options.project;
  const buildChanged = createChangedBuilder(options.build);
  const temporary = await mkdtemp(join(tmpdir(), `sandpiper-${target.name}-`));
  let { project } = options;
  let generations = 0;
  let told = "";
  let last = Promise.resolve();

  const start = (folder: string) =>
    startProgram(target, folder, (line) => log.note(`  | ${line}`, "output", { line }));

  async function make(changed: ReadonlySet<string>): Promise<Generation> {
    options.onProject?.(project);
    const failures = await buildChanged(project, changed);
    for (const [name, error] of failures) log.problem(error, `${name} is not built`);
    project = await loadProject(root);
    const artifact = await buildArtifact(target, project, onProgress, options.asked);
    told = tellProblems(artifact, told, target, log);
    const folder = join(temporary, String(generations++));
    await writeArtifact(artifact, folder);
    const program = await start(folder);
    const timeoutMs = toTimeoutMs(target, artifact);
    return { folder, timeoutMs, program: Promise.resolve(program), running: 0, retired: false };
  }

  async function endIfIdle({ retired, running, program, folder }: Generation): Promise<void> {
    if (!retired || running > 0) return;
    await (await program.catch(() => null))?.stop();
    await rm(folder, { recursive: true, force: true });
  }

  async function refresh(changed: ReadonlySet<string>): Promise<void> {
    try {
      const before = project;
      project = await loadProject(root);
      noteRestart(before, project, log);
      const old = current;
      current = await make(changed);
      log.note("reloaded", "reloaded");
      old.retired = true;
      await endIfIdle(old);
    } catch (error) {
      log.problem(toSandpiperError(error), "The change is not taken in; what served before goes on");
    }
  }

  let current = await make(new Set()).catch(async (error) => {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  });
  const app = createTargetApp({
    target,
    timeoutMs: () => current.timeoutMs,
    async use(outgoing, work) {
      const generation = current;
      const done = () => {
        generation.running--;
        void endIfIdle(generation);
      };
      generation.running += 2;
      finished(outgoing, done);
      try {
        // A program that ended is started again, as a cloud starts another instance. One that does not start is tried with each request.
        generation.program = generation.program.then(
          (program) => (program.hasEnded() ? start(generation.folder) : program),
          () => start(generation.folder),
        );
        return await work(await generation.program);
      } finally {
        done();
      }
    },
  });
  return {
    app,
    get project() {
      return project;
    },
    refresh(changed) {
      last = last.then(() => refresh(changed));
      return last;
    },
    async close() {
      await last;
      await (await current.program.catch(() => null))?.stop();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

function toTimeoutMs({ local, limits }: RunnableTarget, { deployment }: BuiltArtifact): number | null {
  const own = "gateway" in local ? local.timeoutMs?.(deployment) : undefined;
  return own ?? limits.timeoutMs?.value ?? null;
}

/**
 * Tells what would not work there, unless it was told last time.
 * @returns what was told
 * @throws `E_CONFIG` when the cloud would refuse it
 */
function tellProblems({ problems }: BuiltArtifact, before: string, { name, title }: Target, log: DevLog): string {
  const told = formatProblems(problems);
  if (told !== before) {
    for (const problem of problems) log.note(formatProblems([problem]).trimEnd(), "deployment-problem", { ...problem });
  }
  if (!problems.some(isRefusal)) return told;
  throw new SandpiperError("E_CONFIG", `${title} would refuse this project`, {
    hint: `Change what is said above; sandpiper check --target ${name} says it again.`,
  });
}
