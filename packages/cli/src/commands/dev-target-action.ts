import { resolve } from "node:path";
import type { Target } from "@sandpiper/targets";
import { formatRoute } from "../config/route.ts";
import { createBuilder } from "../dev/create-builder.ts";
import type { HttpServer } from "../dev/http-server.ts";
import type { DevLog } from "../dev/log.ts";
import { serveSession } from "../dev/serve-session.ts";
import { suggestCommand } from "../dev/suggest-command.ts";
import { checkRuns } from "../dev/target/start-program.ts";
import { startTargetSession, type TargetSession } from "../dev/target/target-session.ts";
import { askedEngine } from "../engine/engine-name.ts";
import { displayPath } from "../output/display-path.ts";
import { createProgress } from "../output/progress.ts";
import { formatTable } from "../output/table.ts";
import type { DevOptions } from "./dev.ts";
import { findDeployTarget } from "./find-deploy-target.ts";

/** `sandpiper dev --target NAME`: the project's artifact, run on this machine behind what stands before it in the cloud. */
export async function devTargetAction(folder: string, options: DevOptions): Promise<number> {
  const target: Target = findDeployTarget(options.target!);
  checkRuns(target);
  const asked = askedEngine(options.engine);
  return serveSession(resolve(folder), options, {
    start: ({ project, log, signal, onProject }) =>
      startTargetSession({
        target,
        project,
        asked,
        log,
        build: createBuilder({ json: options.json ?? false, signal }),
        onProgress: options.json ? undefined : createProgress(),
        onProject,
      }),
    takesBody: (_session, _pathname, _method, bytes) =>
      bytes <= (target.limits.requestBytes?.value ?? Number.POSITIVE_INFINITY),
    greet: (server, session, log) => greet(target, server, session, log),
  });
}

function greet(target: Target, { url }: HttpServer, { project }: TargetSession, log: DevLog): void {
  const { functions, root } = project;
  const command = suggestCommand(url, functions);
  const rows = functions.map((definition) => [`  ${formatRoute(definition.route)}`]);
  const lines = [
    `Sandpiper serves ${displayPath(root)} as ${target.title} would on ${url}`,
    functions.length > 0 ? formatTable(rows) : "  no functions yet: put a .wasm file or a crate into functions/",
    ...(command ? ["Try it:", `  ${command}`] : []),
    "Ctrl-C stops it.",
  ];
  const listed = functions.map(({ name, route }) => ({ name, ...route }));
  log.note(lines.join("\n"), "listening", { url, target: target.name, functions: listed });
}
