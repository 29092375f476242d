import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildForTarget } from "./support/build-for-target.ts";
import { ensureBuildTools } from "./support/ensure-build-tools.ts";
import { type ExampleChecksOptions, exampleChecks } from "./support/example-checks.ts";
import { installTool } from "./support/install-tool.ts";
import { fetchThrough, GATEWAYS } from "./support/lambda-gateways.ts";
import { type LambdaRuntime, startLambdaRuntime } from "./support/lambda-runtime.ts";

// AWS's client builds its native half as it is installed.
const missing = ensureBuildTools(["cmake", "g++", "make", "xz", "python3"]);
const { folder, skip } = missing ? { folder: "", skip: missing } : installTool("aws-lambda", { scripts: true });
const client = join(folder, "node_modules/aws-lambda-ric/index.mjs");

let built: Promise<string> | undefined;
async function start(env: Record<string, string>): Promise<LambdaRuntime> {
  built ??= buildForTarget("aws-lambda");
  return startLambdaRuntime({ client, taskRoot: join(await built, "function"), handler: "index.handler", env });
}

const DIFFERENCES: Partial<Record<keyof typeof GATEWAYS, ExampleChecksOptions>> = {
  "a load balancer": {
    differences: {
      "cgi-env tells of the path, the query and the headers":
        "without multi-value headers a load balancer hands on only the last of a name's query values",
    },
  },
};

for (const mode of ["BUFFERED", "RESPONSE_STREAM"] as const) {
  describe(`AWS Lambda's runtime client, ${mode}`, { skip }, () => {
    let runtime: LambdaRuntime;
    before(async () => {
      runtime = await start({ SANDPIPER_INVOKE_MODE: mode });
    });
    after(() => runtime?.stop());

    const streams = ["a function URL", "a REST API"];
    for (const [name, gateway] of Object.entries(GATEWAYS)) {
      if (mode === "RESPONSE_STREAM" && !streams.includes(name)) continue;
      describe(`behind ${name}`, () => {
        exampleChecks(
          (path, init) => fetchThrough(gateway, runtime, path, init),
          DIFFERENCES[name as keyof typeof GATEWAYS],
        );
      });
    }

    test("answers are streamed when the environment says so, and not otherwise", async () => {
      const event = GATEWAYS["a function URL"].toEvent({
        method: "GET",
        url: new URL("https://gateway.example/hello"),
        headers: new Headers(),
        body: Buffer.alloc(0),
      });
      const { streamed, payload } = await runtime.invoke(event);
      assert.equal(streamed, mode === "RESPONSE_STREAM");
      assert.match(payload.toString(), /Hello, world!/);
    });

    test("an event that is no request fails with words, and the next one is answered", async () => {
      const { error } = await runtime.invoke({ Records: [] });
      assert.equal(error?.errorType, "SandpiperError");
      assert.match(error.errorMessage, /no HTTP request .* it has Records$/);
      const response = await fetchThrough(GATEWAYS["a function URL"], runtime, "/hello");
      assert.equal(await response.text(), "Hello, world!\n");
    });
  });
}

test("a mode that is none fails the start with words", { skip }, async () => {
  const runtime = await start({ SANDPIPER_INVOKE_MODE: "stream" });
  try {
    await assert.rejects(runtime.invoke({}), /SANDPIPER_INVOKE_MODE is .*stream/);
  } finally {
    await runtime.stop();
  }
});
