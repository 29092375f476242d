import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { makeCorpusProject, testTarget, testTargetBehind } from "@sandpiper/testkit";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { buildForTarget, buildWithWasmEdge } from "./support/build-for-target.ts";
import { ensureBuildTools } from "./support/ensure-build-tools.ts";
import { type ExampleChecksOptions, exampleChecks } from "./support/example-checks.ts";
import { installPythonTool } from "./support/install-python-tool.ts";
import { installTool } from "./support/install-tool.ts";
import { fetchThrough, GATEWAYS } from "./support/lambda-gateways.ts";
import { type LambdaRuntime, startLambdaRuntime } from "./support/lambda-runtime.ts";
import { listArtifact } from "./support/list-artifact.ts";
import { unpackZip } from "./support/unpack-zip.ts";
import { whyNoWasmEdge } from "./support/why-no-wasmedge.ts";

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
  return startIn(join(artifact, "function"), mode);
}

function startIn(taskRoot: string, mode: string): Promise<LambdaRuntime> {
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
  const places = gatewaysOf(mode).map((name) => [
    `aws-lambda behind ${name}${mode === "BUFFERED" ? "" : ", streamed"}`,
    (runtime: LambdaRuntime, path: string, init?: RequestInit) => fetchThrough(GATEWAYS[name], runtime, path, init),
  ]);
  testTargetBehind(Object.fromEntries(places), {
    skip,
    start: async (project) => start(await buildForTarget("aws-lambda", project), mode),
  });

  describe(`AWS Lambda's runtime client, ${mode}: a large answer`, { skip }, () => {
    let runtime: LambdaRuntime;
    before(async () => {
      runtime = await start(await corpus(), mode);
    });
    after(() => runtime?.stop());

    test("an answer over 6 MB comes out whole when it is streamed, and as an error that says so otherwise", async () => {
      // It goes in as text, and comes out as bytes: a third longer as base64.
      const body = `\0${"a".repeat(5_500_000)}`;
      const headers = { "content-type": "text/plain" };
      const response = await fetchThrough(GATEWAYS["a function URL"], runtime, "/echo", {
        method: "POST",
        body,
        headers,
      });
      const text = await response.text();
      if (mode === "RESPONSE_STREAM") {
        assert.deepEqual([response.status, text.length, text === body], [200, body.length, true]);
      } else {
        assert.deepEqual([response.status, JSON.parse(text).error.code], [502, "E_GUEST_OUTPUT"]);
        assert.match(text, /7\.0 MiB as base64, and AWS Lambda returns 6 MiB/);
      }
    });
  });
}

describe("AWS Lambda's runtime client, from function.zip", { skip }, () => {
  let runtime: LambdaRuntime;
  before(async () => {
    runtime = await startIn(unpackZip(join(await examples(), "function.zip")), "BUFFERED");
  });
  after(() => runtime?.stop());
  exampleChecks((path, init) => fetchThrough(GATEWAYS["a function URL"], runtime, path, init));

  test("the zip has the files of function/, and no others", async () => {
    const artifact = await examples();
    const unpacked = unpackZip(join(artifact, "function.zip"));
    const files = await listArtifact(join(artifact, "function"));
    assert.deepEqual(await listArtifact(unpacked), files);
    for (const file of files)
      assert.ok((await readFile(join(unpacked, file))).equals(await readFile(join(artifact, "function", file))), file);
  });
});

const skipWasmEdge = skip || (await whyNoWasmEdge());
describe("AWS Lambda's runtime client, from function.zip with WasmEdge in it", { skip: skipWasmEdge }, () => {
  let artifact: string;
  let runtime: LambdaRuntime;
  before(async () => {
    artifact = await buildWithWasmEdge("aws-lambda");
    runtime = await startIn(unpackZip(join(artifact, "function.zip")), "BUFFERED");
  });
  after(() => runtime?.stop());
  exampleChecks((path, init) => fetchThrough(GATEWAYS["a function URL"], runtime, path, init));

  test("it fits what Lambda is sent in one piece, without modules and without the compiler", async () => {
    const files = await listArtifact(join(artifact, "function"));
    assert.ok(files.includes("hello.so") && files.includes("wasmedge/libwasmedge.so.0"), files.join(" "));
    assert.deepEqual(
      files.filter((file) => file.endsWith(".wasm")),
      ["litert.wasm"],
    );
    const { size } = await stat(join(artifact, "function.zip"));
    assert.ok(size < 16 * 1024 ** 2, `${size} bytes`);
  });

  test("the template names the processor that it was compiled for", async () => {
    const template = await readFile(join(artifact, "template.yaml"), "utf8");
    assert.match(template, process.arch === "arm64" ? /Architectures: \[arm64\]/ : /Architectures: \[x86_64\]/);
  });
});

testTarget("aws-lambda with WasmEdge, behind a function URL", {
  skip: skipWasmEdge,
  start: async (project) => {
    const runtime = await start(await buildForTarget("aws-lambda", project, ["--engine", "wasmedge"]), "BUFFERED");
    return {
      fetch: (path, init) => fetchThrough(GATEWAYS["a function URL"], runtime, path, init),
      stop: () => runtime.stop(),
    };
  },
});

test("a mode that is none fails the start with words", { skip }, async () => {
  const runtime = await start(await examples(), "stream");
  try {
    await assert.rejects(runtime.invoke({}), /SANDPIPER_INVOKE_MODE is .*stream/);
  } finally {
    await runtime.stop();
  }
});

// After the client's own, whose installation takes all of node_modules away first.
const linter = installPythonTool("aws-lambda");
test("the template holds against AWS's own schemas, by cfn-lint", { skip: linter.skip }, async () => {
  const lint = (template: string) => spawnSync(join(linter.bin, "cfn-lint"), [template], { encoding: "utf8" });
  const template = join(await examples(), "template.yaml");
  const { status, stdout, stderr } = lint(template);
  assert.equal(status, 0, stdout + stderr);
  // It does look: a template that is wrong in one place is refused there.
  const wrong = (await readFile(template, "utf8")).replace("InvokedViaFunctionUrl", "InvokedViaUrl");
  const refused = lint(join(temporaryFolder({ "template.yaml": wrong }), "template.yaml"));
  assert.match(refused.stdout, /'InvokedViaUrl' was unexpected/);
});
