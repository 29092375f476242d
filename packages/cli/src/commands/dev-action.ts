import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { findRoute, SandpiperError } from "@sandpiper/core";
import { createPoolEngine } from "@sandpiper/engine-v8";
import { createInferenceService } from "@sandpiper/nn/threads";
import { formatRoute } from "../config/route.ts";
import { createBuilder } from "../dev/create-builder.ts";
import { type DevSession, startSession } from "../dev/dev-session.ts";
import { type HttpServer, listen } from "../dev/http-server.ts";
import { toFunctionInfo } from "../dev/index-page.ts";
import { createHumanLog, createJsonLog, type DevLog } from "../dev/log.ts";
import { suggestCommand } from "../dev/suggest-command.ts";
import { untilStopped } from "../dev/until-stopped.ts";
import { watchProject } from "../dev/watch-project.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import { formatTable } from "../output/table.ts";
import { loadProject } from "../project/load-project.ts";
import type { DevOptions } from "./dev.ts";
import { parsePort } from "./parse-options.ts";

const DEFAULT_PORT = 8787;
const DEFAULT_HOST = "127.0.0.1";
/** How long requests may go on after Ctrl-C. */
const GRACE_MS = 3_000;

export async function devAction(folder: string, options: DevOptions): Promise<number> {
  const root = resolve(folder);
  const log = options.json ? createJsonLog() : createHumanLog();
  const project = await loadProject(root);
  const port = options.port ?? portOfEnvironment() ?? project.port ?? DEFAULT_PORT;
  const host = options.host ?? project.host ?? DEFAULT_HOST;

  const stop = new AbortController();
  const stopped = untilStopped(stop);
  const { threads, memoryBytes, native } = project.inference;
  const inference = createInferenceService({
    ...(threads === undefined ? {} : { threads }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(native === undefined ? {} : { native }),
    onLog: (line) => log.note(line, "inference"),
  });
  const engine = createPoolEngine({
    inference,
    ...(project.workers === undefined ? {} : { workers: project.workers }),
  });
  let session: DevSession | undefined;
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
    const { promise: ready, settle } = createReadiness<DevSession>();
    // Listens before anything is built, so that a port in use is told at once. Who calls early waits.
    server = await listen({
      host,
      port,
      app: () => session?.app ?? ready.then(({ app }) => app),
      onRequest: (record) => log.request(record),
      takesBody: (pathname, method, bytes) => session === undefined || takesBody(session, pathname, method, bytes),
    });
    const build = createBuilder({ json: options.json ?? false, signal: stop.signal });
    session = await startSession({ project, engine, log, build, onProject: (now) => watch.follow(now) });
    settle(session);
    if (!stop.signal.aborted) greet(server, session, log);
    if (early.size > 0) void session.refresh(early);
    await stopped;
  } finally {
    await watch.close();
    await server?.close(GRACE_MS);
    await engine.close();
    await inference.close();
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

function takesBody({ functions }: DevSession, pathname: string, method: string, bytes: number): boolean {
  const match = findRoute(functions.list(), ({ route }) => route, pathname, method);
  return match !== undefined && "found" in match && bytes <= match.found.definition.limits.bodyBytes;
}

function greet({ url }: HttpServer, { functions, project }: DevSession, log: DevLog): void {
  const list = functions.list();
  const rows = list.map(({ definition, serves }) => [
    `  ${formatRoute(definition.route)}`,
    definition.wasm === null ? "" : displayPath(definition.wasm),
    serves ? "" : "not served, see above",
  ]);
  const served = list.filter(({ serves }) => serves).map(({ definition }) => definition);
  const command = suggestCommand(url, served);
  const { staticFolder } = project;
  if (staticFolder !== null && !existsSync(staticFolder))
    log.note(`${displayPath(staticFolder)} is not there yet: no files are served until it is`, "no-static-files");
  const lines = [
    `Sandpiper serves ${displayPath(project.root)} on ${url}`,
    list.length > 0 ? formatTable(rows) : "  no functions yet: put a .wasm file or a crate into functions/",
    ...(command ? ["Try it:", `  ${command}`] : []),
    "Ctrl-C stops it.",
  ];
  log.note(lines.join("\n"), "listening", { url, functions: list.map(toFunctionInfo) });
}
