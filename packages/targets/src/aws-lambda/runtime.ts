import { Writable } from "node:stream";
import { type App, SandpiperError } from "@sandpiper/core";
import { type BufferedHandler, createHandler as createLambdaHandler, type StreamHandler } from "./adapter.ts";
import { createRuntimeApi, type Invocation, type RuntimeApi, type StreamedAnswer, toFailure } from "./runtime-api.ts";
import type { ResultHead } from "./to-result.ts";

type Handler = BufferedHandler | StreamHandler;

/**
 * What runs in an image on AWS Lambda, where the managed runtime is not: asks the Runtime API for an invocation, answers it, and asks for
 * the next one, for as long as Lambda lets it.
 * @throws `E_CONFIG` where there is no Runtime API
 */
export async function createHandler(app: App): Promise<never> {
  const { AWS_LAMBDA_RUNTIME_API: host, SANDPIPER_INVOKE_MODE: mode } = process.env;
  if (!host) {
    throw new SandpiperError("E_CONFIG", "there is no AWS_LAMBDA_RUNTIME_API here: this image runs on AWS Lambda", {
      hint: "For everywhere else: sandpiper build --target oci",
    });
  }
  const api = createRuntimeApi(host);
  // Lambda ends an instance that is idle so; there is nothing to be put in order.
  process.once("SIGTERM", () => process.exit(0));
  // One invocation at a time: the answer that is streamed is that of the one under way.
  let streamed: StreamedAnswer | null = null;
  let id = "";
  const from = (_: Writable, head: ResultHead) => {
    streamed = api.openStream(id, head);
    return streamed.stream;
  };
  const handler = await startHandler(app, api, mode, from);
  for (;;) {
    const invocation: Invocation = await api.next();
    id = invocation.id;
    streamed = null;
    await answer(api, handler, invocation, () => streamed);
  }
}

/** What is wrong with the settings fails the start, of which Lambda tells in its logs. */
async function startHandler(
  app: App,
  api: RuntimeApi,
  mode: string | undefined,
  from: (stream: Writable, head: ResultHead) => Writable,
): Promise<Handler> {
  try {
    const streaming = { streamifyResponse: (handler: StreamHandler) => handler, HttpResponseStream: { from } };
    return createLambdaHandler(app, { mode: mode || undefined, streaming }) as Handler;
  } catch (error) {
    return api.failToStart(toFailure(error));
  }
}

/** Stands where the managed runtime hands its own stream over. */
const NO_STREAM = new Writable();

async function answer(
  api: RuntimeApi,
  handler: Handler,
  { id, event }: Invocation,
  streamed: () => StreamedAnswer | null,
): Promise<void> {
  let outcome: () => Promise<void>;
  try {
    const result = await handler(event, NO_STREAM);
    outcome = () => api.answer(id, result);
  } catch (error) {
    console.error(error);
    outcome = () => api.fail(id, toFailure(error));
  }
  // Of what is streamed the stream itself tells how it ended.
  await (streamed()?.answered ?? outcome());
}
