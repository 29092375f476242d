import { Agent, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { toSandpiperError } from "@sandpiper/core";
import type { ResultHead } from "./to-result.ts";

const VERSION = "/2018-06-01/runtime";

/** The type of a streamed answer that begins with its status and headers, and what stands behind these. */
const HTTP_RESPONSE = "application/vnd.awslambda.http-integration-response";
const END_OF_HEAD = new Uint8Array(8);

/** What is told of a failure. */
export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
}

export function toFailure(error: unknown): Failure {
  const { name, message } = toSandpiperError(error);
  return { errorType: name, errorMessage: message };
}

export interface Invocation {
  readonly id: string;
  readonly event: unknown;
}

/** An answer that goes out as it is written. */
export interface StreamedAnswer {
  readonly stream: Writable;
  /** Once Lambda has all of it. */
  readonly answered: Promise<void>;
}

/** What an image on AWS Lambda is given its work by. */
export type RuntimeApi = ReturnType<typeof createRuntimeApi>;

/**
 * A client of Lambda's Runtime API, written from docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and, for streamed answers,
 * .../runtimes-custom.html, read 2026-11.
 * @param host `AWS_LAMBDA_RUNTIME_API`
 */
export function createRuntimeApi(host: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  const { hostname, port } = new URL(`http://${host}`);
  const start = (method: string, path: string, headers: OutgoingHttpHeaders = {}): ClientRequest =>
    request({ agent, hostname, port: port || 80, method, path: VERSION + path, headers });

  function responseOf(
    sent: ClientRequest,
  ): Promise<{ status: number; headers: IncomingMessage["headers"]; body: string }> {
    return new Promise((resolve, reject) => {
      sent.on("error", reject);
      sent.on("response", (response) => {
        const { statusCode = 0, headers } = response;
        text(response).then((body) => resolve({ status: statusCode, headers, body }), reject);
      });
    });
  }

  async function post(path: string, value: unknown, headers: OutgoingHttpHeaders = {}): Promise<void> {
    const body = Buffer.from(JSON.stringify(value));
    const sent = start("POST", path, { "content-type": "application/json", "content-length": body.length, ...headers });
    const response = responseOf(sent);
    sent.end(body);
    const { status, body: said } = await response;
    if (status >= 500) throw new Error(`the Runtime API failed: status ${status} ${said}`);
    // A result that Lambda does not take (too large, say) is its to tell the caller of; the next one may do.
    if (status >= 400) console.error(`the Runtime API refused an answer: status ${status} ${said}`);
  }

  return {
    /** Waits, for days if need be, until there is an invocation. */
    async next(): Promise<Invocation> {
      const sent = start("GET", "/invocation/next");
      const response = responseOf(sent);
      sent.end();
      const { status, headers, body } = await response;
      if (status !== 200) throw new Error(`the Runtime API has no invocation: status ${status} ${body}`);
      const trace = headers["lambda-runtime-trace-id"];
      if (trace !== undefined) process.env._X_AMZN_TRACE_ID = String(trace);
      return { id: String(headers["lambda-runtime-aws-request-id"]), event: JSON.parse(body) };
    },
    answer: (id: string, result: unknown) => post(`/invocation/${id}/response`, result),
    fail: (id: string, failure: Failure) =>
      post(`/invocation/${id}/error`, failure, { "lambda-runtime-function-error-type": failure.errorType }),
    async failToStart(failure: Failure): Promise<never> {
      await post("/init/error", failure, { "lambda-runtime-function-error-type": failure.errorType });
      process.exit(1);
    },
    openStream(id: string, head: ResultHead): StreamedAnswer {
      const sent = start("POST", `/invocation/${id}/response`, {
        "content-type": HTTP_RESPONSE,
        "lambda-runtime-function-response-mode": "streaming",
        "transfer-encoding": "chunked",
        trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
      });
      const answered = responseOf(sent).then(() => undefined);
      answered.catch(() => undefined);
      sent.write(JSON.stringify(head));
      sent.write(END_OF_HEAD);
      const stream = new Writable({
        write: (chunk: Uint8Array, _encoding, next) => {
          sent.write(chunk, next);
        },
        final: (next) => {
          sent.end(next);
        },
        destroy: (error, next) => {
          if (error && !sent.writableEnded) {
            const failure = toFailure(error);
            sent.addTrailers({
              "Lambda-Runtime-Function-Error-Type": failure.errorType,
              "Lambda-Runtime-Function-Error-Body": Buffer.from(JSON.stringify(failure)).toString("base64"),
            });
            sent.end();
          }
          next(error);
        },
      });
      // It is told of in the trailers.
      stream.on("error", () => undefined);
      return { stream, answered };
    },
  };
}
