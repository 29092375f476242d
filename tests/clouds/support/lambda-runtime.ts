import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** Longer than any example takes; it only catches a hang. */
const INVOCATION_MS = 60_000;
const STOP_MS = 5_000;
const API = "/2018-06-01/runtime";

/** What came back for one event. */
export interface InvocationOutcome {
  /** What the handler returned as JSON, or all that it streamed. */
  readonly payload: Buffer;
  /** Content type of a streamed answer. */
  readonly contentType: string;
  readonly streamed: boolean;
  /** What the handler threw, as the runtime reported it; null when it returned. */
  readonly error: { readonly errorType: string; readonly errorMessage: string } | null;
}

export interface LambdaRuntime {
  /** Hands an event to the handler and waits for what comes back. One at a time, as Lambda does. */
  invoke(event: object): Promise<InvocationOutcome>;
  output(): string;
  stop(): Promise<void>;
}

export type LambdaRuntimeOptions = LambdaClient | LambdaImage;

/** AWS's runtime client for Node, as the managed runtime has it. */
export interface LambdaClient {
  /** The runtime client's own program. */
  readonly client: string;
  /** The function's folder, as it is unpacked on Lambda. */
  readonly taskRoot: string;
  readonly handler: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** An image, which brings along what speaks to the Runtime API. */
export interface LambdaImage {
  /** Starts it with these variables, which Lambda sets. */
  readonly start: (env: Readonly<Record<string, string>>) => ChildProcess;
}

interface Waiting {
  readonly id: string;
  readonly event: string;
  readonly resolve: (outcome: InvocationOutcome) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts AWS's runtime client for Node, or an image, with a Runtime API of our own, which does what
 * docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html says of the two sides (read 2026-11): the client asks for the next invocation
 * and is kept waiting until there is one, then posts the answer or the error of it.
 */
export async function startLambdaRuntime(options: LambdaRuntimeOptions): Promise<LambdaRuntime> {
  const queue: Waiting[] = [];
  const running = new Map<string, Waiting>();
  let idle: ServerResponse | null = null;
  let failure: Error | null = null;

  function fail(error: Error): void {
    failure ??= error;
    for (const { reject } of [...queue.splice(0), ...running.values()]) reject(error);
    running.clear();
  }

  function handOut(): void {
    if (!idle || queue.length === 0) return;
    const next = queue.shift()!;
    running.set(next.id, next);
    idle.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": next.id,
      "lambda-runtime-deadline-ms": String(Date.now() + INVOCATION_MS),
      "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-west-1:123456789012:function:examples",
      "lambda-runtime-trace-id": "Root=1-00000000-000000000000000000000000;Sampled=0",
    });
    idle.end(next.event);
    idle = null;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = "", headers } = request;
    if (method === "GET" && url === `${API}/invocation/next`) {
      idle = response;
      return handOut();
    }
    const body = await buffer(request);
    const done = () => response.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}');
    if (method === "POST" && url === `${API}/init/error`) {
      done();
      return fail(new Error(`the function does not start: ${body}`));
    }
    const [, id = "", what] = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(url) ?? [];
    const waiting = running.get(id);
    if (method !== "POST" || !waiting) {
      response.writeHead(400).end();
      return;
    }
    running.delete(id);
    done();
    const streamed = headers["lambda-runtime-function-response-mode"] === "streaming";
    // What fails once a stream has begun is in the trailers.
    const type = request.trailers["lambda-runtime-function-error-type"];
    const detail = request.trailers["lambda-runtime-function-error-body"];
    const thrown = type ? JSON.parse(Buffer.from(String(detail), "base64").toString()) : null;
    waiting.resolve({
      payload: body,
      contentType: headers["content-type"] ?? "",
      streamed,
      error: what === "error" ? JSON.parse(body.toString()) : thrown,
    });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => {
      response.destroy();
      fail(error);
    });
  });
  // The client's request for the next invocation has no end while there is none.
  server.requestTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const child = startClient(options, (server.address() as AddressInfo).port);
  let output = "";
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  child.once("error", fail);
  child.once("exit", (code, signal) => fail(new Error(`the runtime client ended with ${code ?? signal}\n${output}`)));

  return {
    invoke: (event) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        queue.push({ id: randomUUID(), event: JSON.stringify(event), resolve, reject });
        handOut();
      }),
    output: () => output,
    stop: () => stop(child, server),
  };
}

function startClient(options: LambdaRuntimeOptions, port: number): ChildProcess {
  const lambda = {
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    AWS_LAMBDA_FUNCTION_NAME: "examples",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "1024",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/examples",
    AWS_LAMBDA_LOG_STREAM_NAME: "test",
    AWS_REGION: "eu-west-1",
  };
  if ("start" in options) return options.start(lambda);
  const { client, taskRoot, handler, env } = options;
  return spawn(process.execPath, [client, handler], {
    cwd: taskRoot,
    env: { PATH: process.env.PATH, ...lambda, LAMBDA_TASK_ROOT: taskRoot, _HANDLER: handler, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function stop(child: ChildProcess, server: Server): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
  }
  server.close();
  server.closeAllConnections();
}
