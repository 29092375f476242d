import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { testTargetBehind } from "@sandpiper/testkit";
import { buildForTarget } from "./support/build-for-target.ts";
import { ensureBuildTools } from "./support/ensure-build-tools.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { installGoTool } from "./support/install-go-tool.ts";
import { installTool } from "./support/install-tool.ts";
import { startEmulatedLambda } from "./support/lambda-emulator.ts";
import { fetchThrough, GATEWAYS } from "./support/lambda-gateways.ts";
import type { LambdaRuntime } from "./support/lambda-runtime.ts";

const missing = ensureBuildTools(["cmake", "g++", "make", "xz", "python3"]);
const client = missing ? { folder: "", skip: missing } : installTool("aws-lambda", { scripts: true });
const emulator = installGoTool(
  "aws-lambda-emulator",
  "github.com/aws/aws-lambda-runtime-interface-emulator/cmd/aws-lambda-rie",
);
const skip = client.skip || emulator.skip;
const URL_GATEWAY = GATEWAYS["a function URL"];

async function start(project?: string): Promise<LambdaRuntime> {
  const taskRoot = join(await buildForTarget("aws-lambda", project), "function");
  const ric = join(client.folder, "node_modules/aws-lambda-ric/index.mjs");
  return startEmulatedLambda({
    emulator: emulator.program,
    command: [process.execPath, ric, "index.handler"],
    taskRoot,
  });
}

describe("AWS Lambda's emulator, with its runtime client", { skip }, () => {
  let runtime: LambdaRuntime;
  before(async () => {
    runtime = await start();
  });
  after(() => runtime?.stop());

  exampleChecks((path, init) => fetchThrough(URL_GATEWAY, runtime, path, init));

  test("an event that is no request fails with words, and the next one is answered", async () => {
    const { error } = await runtime.invoke({ Records: [] });
    assert.equal(error?.errorType, "SandpiperError");
    assert.match(error.errorMessage, /no HTTP request .* it has Records$/);
    assert.equal(await (await fetchThrough(URL_GATEWAY, runtime, "/hello")).text(), "Hello, world!\n");
  });
});

testTargetBehind(
  {
    "aws-lambda behind a function URL": (runtime: LambdaRuntime, path: string, init?: RequestInit) =>
      fetchThrough(URL_GATEWAY, runtime, path, init),
  },
  { skip, start },
);
