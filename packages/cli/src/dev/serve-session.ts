import { SandpiperError } from "@sandpiper/core";
import type { DevOptions } from "../commands/dev.ts";
import { parsePort } from "../commands/parse-options.ts";
import { ExitCode } from "../output/exit-code.ts";
import { loadProject } from "../project/load-project.ts";
import type { Project } from "../project/project.ts";
import type { DevApp } from "./app.ts";
import { type HttpServer, listen } from "./http-server.ts";
import { createHumanLog, createJsonLog, type DevLog } from "./log.ts";
import { untilStopped } from "./until-stopped.ts";
import { watchProject } from "./watch-project.ts";

const DEFAULT_PORT = 8787;
const DEFAULT_HOST = "127.0.0.1";
/** How long requests may go on after Ctrl-C. */
const GRACE_MS = 3_000;

/** A project being served, whatever answers. */
export interface ServedSession {
  readonly app: DevApp;
  refresh(changed: ReadonlySet<string>): Promise<void>;
  close(): Promise<void>;
}

export interface SessionStart {
  readonly project: Project;
  readonly log: DevLog;
  /** Aborted when the process is told to end. */
  readonly signal: AbortSignal;
  /** To be called with the project each time it was read. */
  onProject(project: Project): void;
}

export interface SessionKind<Session extends ServedSession> {
  start(options: SessionStart): Promise<Session>;
  /** Whether a request that asks before it sends its body should send it. */
  takesBody(session: Session, pathname: string, method: string, bytes: number): boolean;
  greet(server: HttpServer, session: Session, log: DevLog): void;
}

/** Serves a session of the project at `root` until the process is told to end; the exit code. */
export async function serveSession<Session extends ServedSession>(
  root: string,
  options: DevOptions,
  kind: SessionKind<Session>,
): Promise<number> {
  const log = options.json ? createJsonLog() : createHumanLog();
  const project = await loadProject(root);
  const port = options.port ?? portOfEnvironment() ?? project.port ?? DEFAULT_PORT;
  const host = options.host ?? project.host ?? DEFAULT_HOST;

  const stop = new AbortController();
  const stopped = untilStopped(stop);
  let session: Session | undefined;
  // Changes made while the session starts are taken in when it has.
  const early = new Set<string>();
  const watch = watchProject(root, {
    onChange(paths) {
      if (session) void session.refresh(paths);
      else for (const path of paths) early.add(path);
    },
    onError: (error) => log.note(`files are not watched: ${error}`, "not-watched"),
  });
  let server: HttpServer | undefined;
  try {
    const { promise: ready, settle } = createReadiness<Session>();
    // Listens before anything is built, so that a port in use is told at once. Who calls early waits.
    server = await listen({
      host,
      port,
      app: () => session?.app ?? ready.then(({ app }) => app),
      onRequest: (record) => log.request(record),
      takesBody: (pathname, method, bytes) => session === undefined || kind.takesBody(session, pathname, method, bytes),
    });
    session = await kind.start({ project, log, signal: stop.signal, onProject: (now) => watch.follow(now) });
    settle(session);
    if (!stop.signal.aborted) kind.greet(server, session, log);
    if (early.size > 0) void session.refresh(early);
    await stopped;
  } finally {
    await watch.close();
    await server?.close(GRACE_MS);
    await session?.close();
  }
  return ExitCode.success;
}

/** A promise that is settled from outside. */
function createReadiness<T>(): { readonly promise: Promise<T>; settle(value: T): void } {
  let settle = (_value: T): void => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

function portOfEnvironment(): number | undefined {
  const text = process.env.PORT;
  if (text === undefined || text === "") return undefined;
  try {
    return parsePort(text);
  } catch (cause) {
    throw new SandpiperError("E_USAGE", `PORT: "${text}" is not a port number`, {
      hint: "Set the variable PORT to a number from 0 to 65535, or unset it.",
      cause,
    });
  }
}
