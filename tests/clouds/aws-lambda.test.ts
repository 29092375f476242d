import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildForTarget } from "./support/build-for-target.ts";
import { makeCorpusProject } from "./support/corpus-project.ts";
import { ensureBuildTools } from "./support/ensure-build-tools.ts";
import { type ExampleChecksOptions, exampleChecks } from "./support/example-checks.ts";
import { installTool } from "./support/install-tool.ts";
import { fetchThrough, GATEWAYS } from "./support/lambda-gateways.ts";
import { type LambdaRuntime, startLambdaRuntime } from "./support/lambda-runtime.ts";
import { replayCorpus } from "./support/replay-corpus.ts";

// AWS's client builds its native half as it is installed.
const missing = ensureBuildTools(["cmake", "g++", "make", "xz", "python3"]);
const { folder, skip } = missing ? { folder: "", skip: missing } : installTool("aws-lambda", { scripts: true });
const client = join(folder, "node_modules/aws-lambda-ric/index.mjs");

const MODES = ["BUFFERED", "RESPONSE_STREAM"] as const;
type Mode = (typeof MODES)[number];
type GatewayName = keyof typeof GATEWAYS;

const gatewaysOf = (mode: Mode): GatewayName[] =>
  mode === "RESPONSE_STREAM" ? ["a function URL", "a REST API"] : (Object.keys(GATEWAYS) as GatewayName[]);

function start(artifact: string, mode: string): Promise<LambdaRuntime> {
  const taskRoot = join(artifact, "function");
  return startLambdaRuntime({ client, taskRoot, handler: "index.handler", env: { SANDPIPER_INVOKE_MODE: mode } });
}

let builtExamples: Promise<string> | undefined;
const examples = () => (builtExamples ??= buildForTarget("aws-lambda"));
let builtCorpus: Promise<string> | undefined;
const corpus = () => (builtCorpus ??= makeCorpusProject().then((project) => buildForTarget("aws-lambda", project)));

const LAST_VALUE = "without multi-value headers a load balancer hands on only the last of a name's query values";
const EXAMPLE_DIFFERENCES: Partial<Record<GatewayName, ExampleChecksOptions>> = {
  "a load balancer": {
    differences: { "cgi-env tells of the path, the query and the headers": LAST_VALUE },
  },
};

for (const mode of MODES) {
  describe(`AWS Lambda's runtime client, ${mode}`, { skip }, () => {
    let runtime: LambdaRuntime;
    before(async () => {
      runtime = await start(await examples(), mode);
    });
    after(() => runtime?.stop());

    for (const name of gatewaysOf(mode)) {
      describe(`behind ${name}`, () => {
        exampleChecks((path, init) => fetchThrough(GATEWAYS[name], runtime, path, init), EXAMPLE_DIFFERENCES[name]);
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

for (const mode of MODES) {
  describe(`AWS Lambda's runtime client, ${mode}: the corpus`, { skip }, () => {
    let runtime: LambdaRuntime;
    before(async () => {
      runtime = await start(await corpus(), mode);
    });
    after(() => runtime?.stop());

    for (const name of gatewaysOf(mode)) {
      describe(`behind ${name}`, () => {
        const place = `aws-lambda behind ${name}${mode === "BUFFERED" ? "" : ", streamed"}`;
        replayCorpus((path, init) => fetchThrough(GATEWAYS[name], runtime, path, init), place);
      });
    }
  });
}

test("a mode that is none fails the start with words", { skip }, async () => {
  const runtime = await start(await examples(), "stream");
  try {
    await assert.rejects(runtime.invoke({}), /SANDPIPER_INVOKE_MODE is .*stream/);
  } finally {
    await runtime.stop();
  }
});
