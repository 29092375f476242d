import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
  request,
  type ServerResponse,
} from "node:http";
import Module from "node:module";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import type { CreateLocal, LocalArtifact } from "../local.ts";
import { decodePath, encodePath } from "./kestrel-path.ts";

interface Binding {
  readonly type: string;
  readonly direction: string;
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly authLevel?: string;
}

type RpcData = { readonly string: string } | { readonly json: string } | { readonly http: object };

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: unknown): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<unknown>;
}

interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getCapabilities(own: Record<string, string>): Promise<Record<string, string>>;
  getInvocationModel(context: object): InvocationModel;
}

interface Registered {
  readonly metadata: { readonly name: string; readonly bindings: Readonly<Record<string, Binding>> };
  readonly callback: unknown;
}

/** What the host takes of a request's body, unless a setting of the app says otherwise. */
const MOST_BODY_BYTES = 104_857_600;

/** Headers of a connection, which YARP passes in neither direction. */
const OF_CONNECTION = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "te",
  "alt-svc",
  "proxy-connection",
]);

/**
 * What stands around a function app on Azure: the worker that loads it and the host that hands it requests. Azure's own host does not run
 * offline; this does what their sources say, with the library that is part of the artifact.
 *
 * - the worker: https://github.com/Azure/azure-functions-nodejs-worker, src/setupCoreModule.ts, src/startApp.ts,
 *   src/eventHandlers/InvocationHandler.ts
 * - the host: https://github.com/Azure/azure-functions-host, src/WebJobs.Script/Http, which forwards with YARP; what it tells beside a request,
 *   https://github.com/Azure/azure-webjobs-sdk-extensions, HttpTriggerAttributeBindingProvider.cs
 */
export const createLocal: CreateLocal = async (artifact) => {
  const { worker, model, registered } = await startWorker(artifact);
  const { metadata, callback, trigger, methods } = onlyFunction(artifact.folder, registered);

  async function invoke(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = new URL(incoming.url!, `http://${incoming.headers.host}`);
    if (!methods.has(incoming.method!)) return end(outgoing, 404);
    if (Number(incoming.headers["content-length"] ?? 0) > MOST_BODY_BYTES) return end(outgoing, 413);
    const invocationId = randomUUID();
    const forwarding = forward(incoming, outgoing, toWorkerUrl(worker, url), invocationId);
    const context = {
      invocationId,
      metadata,
      request: {
        invocationId,
        triggerMetadata: toTriggerMetadata(incoming, url),
        inputData: [{ name: trigger, data: { http: {} } }],
      },
      log: (level: string, _category: string, message: string) => level === "error" && console.error(message),
    };
    const invocation = model.getInvocationModel(context);
    const { context: own, inputs } = await invocation.getArguments();
    await invocation.getResponse(own, await invocation.invokeFunction(own, inputs, callback));
    await forwarding;
  }

  return (incoming, outgoing) => {
    invoke(incoming, outgoing).catch((error) => {
      console.error(error);
      end(outgoing, 500);
    });
  };
};

function toWorkerUrl(worker: URL, { pathname, search }: URL): RequestOptions {
  const { hostname: host, port } = worker;
  return { host, port, path: encodePath(decodePath(pathname)) + search };
}

/** What an app has said of itself as it was loaded. */
interface Loaded {
  /** Where its own server listens. */
  readonly worker: URL;
  readonly model: ProgrammingModel;
  readonly registered: readonly Registered[];
}

/** Provides `@azure/functions-core` to whoever requires it, and loads the app's main file. */
async function startWorker({ folder, load }: LocalArtifact): Promise<Loaded> {
  const registered: Registered[] = [];
  let model: ProgrammingModel | undefined;
  const core = {
    version: "3.12.0",
    hostVersion: "4.1044.400",
    registerHook: () => new Disposable(),
    setProgrammingModel: (given: ProgrammingModel) => {
      model = given;
    },
    getProgrammingModel: () => model,
    registerFunction: (metadata: Registered["metadata"], callback: unknown) => {
      registered.push({ metadata, callback });
      return new Disposable();
    },
    log: (level: string, _category: string, message: string) => {
      if (level === "warning" || level === "error") console.error(message);
    },
    Disposable,
  };
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (require, self, args) => (args[0] === "@azure/functions-core" ? core : Reflect.apply(require, self, args)),
  });
  const { main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  await load(main);
  // Set by what was loaded, which the compiler cannot know.
  const set = model as ProgrammingModel | undefined;
  if (!set) throw refuse("it sets no programming model");
  const { HttpUri } = await set.getCapabilities({});
  if (HttpUri === undefined) throw refuse("it does not stream");
  return { worker: new URL(HttpUri), model: set, registered };
}

function refuse(why: string): SandpiperError {
  return new SandpiperError("E_INTERNAL", `Azure would not serve the app: ${why}`);
}

class Disposable {
  dispose(): void {}
}

interface OnlyFunction extends Registered {
  readonly trigger: string;
  readonly methods: ReadonlySet<string>;
}

/** The one function of the app, which has to take every path. */
function onlyFunction(folder: string, registered: readonly Registered[]): OnlyFunction {
  const [only, ...others] = registered;
  if (!only || others.length > 0) throw refuse(`it has ${registered.length} functions`);
  const [trigger, binding] =
    Object.entries(only.metadata.bindings).find(([, { type }]) => type === "httpTrigger") ?? [];
  if (trigger === undefined || binding?.route !== "{*path}" || binding.authLevel !== "anonymous") {
    throw refuse("its function does not take every path of everybody");
  }
  const host = JSON.parse(readFileSync(join(folder, "host.json"), "utf8"));
  if (host.version !== "2.0" || host.extensions.http.routePrefix !== "") throw refuse("host.json is another's");
  return { ...only, trigger, methods: new Set(binding.methods) };
}

/** What the host tells beside a request. A key of the query is there under its name, before what the host has of that name. */
function toTriggerMetadata({ headers }: IncomingMessage, url: URL): Record<string, RpcData> {
  const query = Object.fromEntries(url.searchParams);
  const given = Object.fromEntries(Object.entries(query).map(([key, value]) => [capitalised(key), { string: value }]));
  return {
    Query: { json: JSON.stringify(query) },
    Headers: {
      json: JSON.stringify(Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, String(value)]))),
    },
    ...given,
    path: { string: decodePath(url.pathname).slice(1) },
  };
}

/** Names are the same whatever their capitals. */
function capitalised(key: string): string {
  return ["Query", "Headers"].find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
}

/** Hands a request on to the worker's own server, and its answer back. */
function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  worker: RequestOptions,
  invocationId: string,
): Promise<void> {
  const { host: _host, ...headers } = passed(incoming.headers);
  return new Promise((resolve, reject) => {
    const forwarded = request({
      ...worker,
      method: incoming.method!,
      headers: {
        ...headers,
        "x-ms-invocation-id": invocationId,
        "x-forwarded-for": incoming.socket.remoteAddress!,
        "x-forwarded-host": incoming.headers.host!,
        "x-forwarded-proto": "http",
      },
    });
    forwarded.once("error", reject);
    forwarded.once("response", (response) => {
      outgoing.writeHead(response.statusCode!, passed(response.headers));
      response.pipe(outgoing);
      response.once("end", resolve);
      response.once("error", reject);
    });
    incoming.pipe(forwarded);
  });
}

function passed(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name)));
}

function end(outgoing: ServerResponse, status: number): void {
  if (!outgoing.headersSent) outgoing.writeHead(status);
  outgoing.end();
}
