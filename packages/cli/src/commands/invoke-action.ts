import { readFile, writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { type Invocation, SandpiperError } from "@sandpiper/core";
import { createInferenceService } from "@sandpiper/nn/threads";
import { createEngines } from "../engine/create-engines.ts";
import { askedEngine } from "../engine/engine-name.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createProgress } from "../output/progress.ts";
import { reportError } from "../output/report-error.ts";
import { loadFunction } from "../project/load-function.ts";
import type { ProjectFunction } from "../project/project.ts";
import { checkDirectories } from "./check-directories.ts";
import { findTarget } from "./find-target.ts";
import type { InvokeOptions } from "./invoke.ts";
import { toEnvironment, toModels } from "./parse-options.ts";

export async function invokeAction(target: string, options: InvokeOptions): Promise<number> {
  const definition = await refine(await findTarget(target, options.project), options);
  const mount = definition.route.path === "/" ? "" : definition.route.path;
  const request = await toRequest(mount, options);
  const inference = createInferenceService();
  const onProgress = options.json ? undefined : createProgress();
  const engines = createEngines({ inference, asked: askedEngine(options.engine), workers: 1, spares: 0, onProgress });
  try {
    const engine = await engines.of(definition);
    const invocation = await (await loadFunction(engine, definition, onProgress)).invoke(request, { mount });
    return await print(invocation, options);
  } finally {
    await engines.close();
    await inference.close();
  }
}

/** The function with what the command line says otherwise. */
async function refine(definition: ProjectFunction, options: InvokeOptions): Promise<ProjectFunction> {
  const { timeout, memory, abi } = options;
  const limits = {
    ...definition.limits,
    ...(timeout === undefined ? {} : { timeoutMs: timeout, cpuTimeoutMs: timeout }),
    ...(memory === undefined ? {} : { memoryBytes: memory }),
  };
  const directories = [...definition.directories, ...(await checkDirectories(options.dir ?? []))];
  const env = { ...definition.env, ...toEnvironment(options.env) };
  const models = definition.models && { ...definition.models, ...toModels(options.model) };
  return { ...definition, limits, directories, env, models, ...(abi ? { abi } : {}) };
}

async function toRequest(mount: string, options: InvokeOptions): Promise<Request> {
  const method = options.method?.toUpperCase() ?? (options.data === undefined ? "GET" : "POST");
  const path = /^[/?]/.test(options.path) ? options.path : `/${options.path}`;
  // A bare "/" is the function's own path, which has no slash behind it.
  const url = `http://localhost${mount}${mount !== "" && path === "/" ? "" : path}`;
  const body = options.data === undefined ? undefined : await readData(options.data);
  try {
    const headers = new Headers((options.header ?? []).map(([name, value]): [string, string] => [name, value]));
    if (body && !headers.has("content-length")) headers.set("content-length", String(body.length));
    return new Request(url, { method, headers, ...(body ? { body } : {}) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SandpiperError("E_USAGE", `this is no request: ${reason}`, {
      hint: "A body goes with POST, PUT, PATCH or DELETE: take another --method, or leave --data out.",
      cause,
    });
  }
}

async function readData(data: string): Promise<Uint8Array<ArrayBuffer>> {
  if (data === "-") return new Uint8Array(await buffer(process.stdin));
  if (!data.startsWith("@")) return new Uint8Array(Buffer.from(data));
  const file = data.slice(1);
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new SandpiperError("E_NOT_FOUND", `--data: the file ${file} cannot be read`, {
      hint: "Correct the path behind the @; --data - reads standard input.",
      cause,
    });
  }
}

async function print(invocation: Invocation, options: InvokeOptions): Promise<number> {
  const { response, error, exit } = invocation;
  const body = new Uint8Array(await response.arrayBuffer());
  const toFile = options.output !== undefined && response.status < 400;
  if (toFile) await writeOutput(options.output!, body);
  if (options.json) {
    await write(`${JSON.stringify(toJson(invocation, toFile ? null : body), null, 2)}\n`);
  } else {
    if (exit) process.stderr.write(exit.stderr);
    if (options.include) await write(toHead(response));
    if (!toFile) await write(body);
    if (error) reportError(error);
  }
  return response.status < 400 ? ExitCode.success : ExitCode.failure;
}

function toHead(response: Response): string {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}\n`);
  return `HTTP/1.1 ${response.status}${response.statusText ? ` ${response.statusText}` : ""}\n${headers.join("")}\n`;
}

function toJson({ id, name, response, error, exit, durationMs }: Invocation, body: Uint8Array | null) {
  return {
    id,
    function: name,
    status: response.status,
    headers: Object.fromEntries(response.headers),
    durationMs,
    stats: exit?.stats ?? null,
    exitCode: exit?.exitCode ?? null,
    stderr: exit ? new TextDecoder().decode(exit.stderr) : "",
    ...(error
      ? { error: { code: error.code, message: error.message, ...(error.hint ? { hint: error.hint } : {}) } }
      : {}),
    ...(body === null ? {} : toText(body)),
  };
}

/** Text as it is, anything else in base64. */
function toText(body: Uint8Array): { body: string } | { bodyBase64: string } {
  try {
    return { body: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body) };
  } catch {
    return { bodyBase64: Buffer.from(body).toString("base64") };
  }
}

async function writeOutput(file: string, body: Uint8Array): Promise<void> {
  try {
    await writeFile(file, body);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SandpiperError("E_USAGE", `--output: cannot be written: ${reason}`, {
      hint: "Name a file in a folder that is there.",
      cause,
    });
  }
}

/** Writes all of it, unless the reader goes away first. */
function write(content: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(content, () => resolve());
  });
}
