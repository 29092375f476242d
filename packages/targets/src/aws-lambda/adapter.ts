import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type App, SandpiperError, toErrorResponse, toSandpiperError } from "@sandpiper/core";
import { type HttpEvent, toHttpEvent } from "./events.ts";
import { toRequest } from "./to-request.ts";
import { type HttpResult, isHead, type ResultHead, toResult, toResultHead } from "./to-result.ts";

/** Set by the template to the function URL's own mode, since an event does not say which it is. */
const MODE_VARIABLE = "SANDPIPER_INVOKE_MODE";

export type BufferedHandler = (event: unknown) => Promise<HttpResult>;
export type StreamHandler = (event: unknown, stream: Writable) => Promise<void>;

/** What Lambda's Node runtime puts in the global scope. */
export interface LambdaStreaming {
  streamifyResponse(handler: StreamHandler): unknown;
  readonly HttpResponseStream: { from(stream: Writable, head: ResultHead): Writable };
}

export interface HandlerOptions {
  /** `BUFFERED` or `RESPONSE_STREAM`, as AWS writes them; left out, buffered. */
  readonly mode?: string | undefined;
  readonly streaming?: LambdaStreaming | undefined;
}

/**
 * The handler of the managed Node runtime: for function URLs, API Gateway (REST and HTTP) and load balancers, buffered; or streamed, for
 * function URLs and REST APIs, when the environment says so.
 * @throws `E_CONFIG` when the mode is none, or this runtime does not stream
 */
export function createHandler(app: App, options: HandlerOptions = fromEnvironment()): unknown {
  const { mode = "BUFFERED", streaming } = options;
  if (mode === "BUFFERED") return createBufferedHandler(app);
  if (mode !== "RESPONSE_STREAM") {
    throw new SandpiperError("E_CONFIG", `${MODE_VARIABLE} is "${mode}"; it is BUFFERED or RESPONSE_STREAM`);
  }
  if (!streaming) throw new SandpiperError("E_CONFIG", "this runtime has no awslambda.streamifyResponse");
  return streaming.streamifyResponse(createStreamHandler(app, streaming));
}

function fromEnvironment(): HandlerOptions {
  const { awslambda } = globalThis as { awslambda?: LambdaStreaming };
  return { mode: process.env[MODE_VARIABLE] || undefined, streaming: awslambda };
}

function createBufferedHandler(app: App): BufferedHandler {
  return async (input) => {
    const event = toHttpEvent(input);
    return toResult(event, await answer(app, event));
  };
}

function createStreamHandler(app: App, { HttpResponseStream }: LambdaStreaming): StreamHandler {
  return async (input, stream) => {
    const event = toHttpEvent(input);
    if (event.kind === "alb") {
      throw new SandpiperError("E_CONFIG", "a load balancer takes no streamed answer", {
        hint: `Set ${MODE_VARIABLE} to BUFFERED.`,
      });
    }
    const response = await answer(app, event);
    const out = HttpResponseStream.from(stream, toResultHead(event, response));
    // The head goes out before the first write, so that a body without bytes needs one too.
    out.write("");
    if (response.body === null || isHead(event)) {
      out.end();
      return;
    }
    await pipeline(response.body, out);
  };
}

async function answer(app: App, event: HttpEvent): Promise<Response> {
  try {
    const { request, remoteAddress } = toRequest(event);
    return await app.fetch(request, remoteAddress === undefined ? {} : { remoteAddress });
  } catch (error) {
    return toErrorResponse(toSandpiperError(error));
  }
}
