import { formatSize, SandpiperError } from "@sandpiper/core";
import { type CreateLocal, takeExport, toListener } from "../local.ts";
import type { BufferedHandler } from "./adapter.ts";
import { type GatewayRequest, toAnswer, toEventV2 } from "./payload-v2.ts";
import { awsLambda } from "./target.ts";
import type { HttpResult } from "./to-result.ts";

export { type GatewayRequest, toEventBody, toEventV2 } from "./payload-v2.ts";

const HOST = "local.lambda-url.us-east-1.on.aws";

/** A function URL, buffered: an event of payload format 2.0 for each request, which may be 6 MB as JSON. */
export const createLocal: CreateLocal = async (artifact) => {
  const { folder, file } = awsLambda.program;
  const handler = takeExport<BufferedHandler>(await artifact.load(`${folder}/${file}`), "handler");

  return toListener(artifact, async (request, sourceIp) => {
    const { method, url, headers } = request;
    const asked: GatewayRequest = {
      method,
      url: new URL(url),
      headers,
      body: Buffer.from(await request.arrayBuffer()),
    };
    headers.set("x-forwarded-for", sourceIp);
    headers.set("x-forwarded-proto", "http");
    // By way of JSON, so that the function gets what JSON can say and nothing else.
    const event = JSON.stringify(
      toEventV2(asked, { path: asked.url.pathname, domainName: HOST, stage: "$default", sourceIp }),
    );
    checkEvent(Buffer.byteLength(event), asked.body.length);
    const result = JSON.parse(JSON.stringify(await handler(JSON.parse(event)))) as HttpResult;
    return toAnswer(result);
  });
};

/** @throws `E_BODY_TOO_LARGE` */
function checkEvent(bytes: number, bodyBytes: number): void {
  const { value, source, date } = awsLambda.limits.requestBytes!;
  if (bytes <= value) return;
  const message = `The request is ${formatSize(bytes)} as an event, with a body of ${formatSize(bodyBytes)}, and AWS Lambda takes ${formatSize(value)} (${new URL(source).host}, ${date})`;
  throw new SandpiperError("E_BODY_TOO_LARGE", message, {
    hint: "Bytes are base64 in an event, a third longer: send less than 4.5 MB.",
  });
}
