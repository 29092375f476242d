import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { testTargetBehind } from "@sandpiper/testkit";
import { exampleChecks } from "../clouds/support/example-checks.ts";
import { installPythonTool } from "../clouds/support/install-python-tool.ts";
import { fetchThrough, GATEWAYS } from "../clouds/support/lambda-gateways.ts";
import { type LambdaRuntime, startLambdaRuntime } from "../clouds/support/lambda-runtime.ts";
import { buildImages, EXAMPLES } from "./support/build-images.ts";
import { whyNoContainers } from "./support/container-tools.ts";
import { spawnWithRunc } from "./support/runc.ts";

const skip = whyNoContainers();
const URL_GATEWAY = GATEWAYS["a function URL"];
type GatewayName = keyof typeof GATEWAYS;

async function start(project: string, mode: string): Promise<LambdaRuntime> {
  const { out, images } = await buildImages(["--target", "aws-lambda", "--image"], project);
  const image = (env: Readonly<Record<string, string>>) =>
    spawnWithRunc(join(out, "image"), images[0]!.name, { ...env, SANDPIPER_INVOKE_MODE: mode });
  return startLambdaRuntime({ start: image });
}

for (const mode of ["BUFFERED", "RESPONSE_STREAM"]) {
  const streamed = mode === "RESPONSE_STREAM";
  const names: GatewayName[] = streamed
    ? ["a function URL", "a REST API"]
    : ["a function URL", "an HTTP API", "a load balancer"];

  describe(`an image for AWS Lambda, ${mode}`, { skip }, () => {
    let runtime: LambdaRuntime;
    before(async () => {
      runtime = await start(EXAMPLES, mode);
    });
    after(() => runtime?.stop());

    exampleChecks((path, init) => fetchThrough(URL_GATEWAY, runtime, path, init));

    test("answers are streamed when the environment says so, and not otherwise", async () => {
      const url = new URL("https://gateway.example/hello");
      const event = URL_GATEWAY.toEvent({ method: "GET", url, headers: new Headers(), body: Buffer.alloc(0) });
      const outcome = await runtime.invoke(event);
      assert.equal(outcome.streamed, streamed);
      if (streamed) assert.equal(outcome.contentType, "application/vnd.awslambda.http-integration-response");
    });

    test("an event that is no request fails with words, and the next one is answered", async () => {
      const { error } = await runtime.invoke({ Records: [] });
      assert.equal(error?.errorType, "SandpiperError");
      assert.match(error.errorMessage, /no HTTP request .* it has Records$/);
      assert.equal(await (await fetchThrough(URL_GATEWAY, runtime, "/hello")).text(), "Hello, world!\n");
    });
  });

  const places = names.map((name) => [
    `aws-lambda behind ${name}${streamed ? ", streamed" : ""}`,
    (runtime: LambdaRuntime, path: string, init?: RequestInit) => fetchThrough(GATEWAYS[name], runtime, path, init),
  ]);
  testTargetBehind(Object.fromEntries(places), { skip, start: (project) => start(project, mode) });
}

test("a mode that is none fails the start with words", { skip }, async () => {
  const runtime = await start(EXAMPLES, "stream");
  try {
    await assert.rejects(runtime.invoke({}), /SANDPIPER_INVOKE_MODE is .*stream/);
  } finally {
    await runtime.stop();
  }
});

const linter = installPythonTool("aws-lambda");
test("the template of an image holds against AWS's own schemas, by cfn-lint", {
  skip: skip || linter.skip,
}, async () => {
  const { out } = await buildImages(["--target", "aws-lambda", "--image"]);
  const template = join(out, "template.yaml");
  const { status, stdout, stderr } = spawnSync(join(linter.bin, "cfn-lint"), [template], { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  assert.match(await readFile(template, "utf8"), /PackageType: Image\n\s+ImageUri: !Ref ImageUri/);
});
