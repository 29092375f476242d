import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { findRoute } from "@sandpiper/core";
import { createInferenceService } from "@sandpiper/nn/threads";
import { formatRoute } from "../config/route.ts";
import { createBuilder } from "../dev/create-builder.ts";
import { type DevSession, startSession } from "../dev/dev-session.ts";
import type { HttpServer } from "../dev/http-server.ts";
import { toFunctionInfo } from "../dev/index-page.ts";
import type { DevLog } from "../dev/log.ts";
import { type SessionStart, serveSession } from "../dev/serve-session.ts";
import { suggestCommand } from "../dev/suggest-command.ts";
import { createEngines, type Engines } from "../engine/create-engines.ts";
import { askedEngine, type EngineName } from "../engine/engine-name.ts";
import { displayPath } from "../output/display-path.ts";
import { createProgress } from "../output/progress.ts";
import { formatTable } from "../output/table.ts";
import type { DevOptions } from "./dev.ts";

export function devAction(folder: string, options: DevOptions): Promise<number> {
  const asked = askedEngine(options.engine);
  return serveSession(resolve(folder), options, {
    start: (given) => startWithEngines(given, asked, options.json ?? false),
    takesBody,
    greet,
  });
}

/** A session on engines of its own. */
async function startWithEngines(
  given: SessionStart,
  asked: EngineName | undefined,
  json: boolean,
): Promise<DevSession> {
  const { project, log, signal } = given;
  const { threads, memoryBytes, native } = project.inference;
  const inference = createInferenceService({
    ...(threads === undefined ? {} : { threads }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(native === undefined ? {} : { native }),
    onLog: (line) => log.note(line, "inference"),
  });
  const made = createEngines({ inference, asked, workers: project.workers, onProgress: createProgress(), signal });
  const engines: Engines = {
    ...made,
    async close() {
      await made.close();
      await inference.close();
    },
  };
  try {
    return await startSession({ ...given, engines, build: createBuilder({ json, signal }) });
  } catch (error) {
    await engines.close();
    throw error;
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
