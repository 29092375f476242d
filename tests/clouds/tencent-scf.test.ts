import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { testTarget, testTargetBehind } from "@sandpiper/testkit";
import { makeGuests } from "../e2e/cli/guests.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { buildForTarget, buildWithWasmEdge } from "./support/build-for-target.ts";
import { ensureBuildTools } from "./support/ensure-build-tools.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { installTool } from "./support/install-tool.ts";
import { listArtifact } from "./support/list-artifact.ts";
import { CALLER, fetchAsEvent, invokeEvent, PLATFORM_HEADERS, SCF_GATEWAYS } from "./support/scf-gateways.ts";
import { startScfInstance, whyNoScfInstance } from "./support/scf-instance.ts";
import type { StartedServer } from "./support/start-server.ts";
import { unpackZip } from "./support/unpack-zip.ts";
import { whyNoWasmEdge } from "./support/why-no-wasmedge.ts";

const missing = ensureBuildTools(["python3"]) ?? whyNoScfInstance();
const { folder, skip } = missing ? { folder: "", skip: missing } : installTool("tencent-scf");
/** Node.js of the oldest runtime that an artifact runs on, which the settings name, and of a newer one. */
const NODES = [18, 20].map((major) => ({ major, program: join(folder, `node_modules/node${major}/bin/node`) }));
const skipNode =
  skip || (NODES.every(({ program }) => existsSync(program)) ? false : "no Node.js of SCF's for this kind of machine");

let builtExamples: Promise<string> | undefined;
const examples = () => (builtExamples ??= buildForTarget("tencent-scf"));
const unpacked = async () => unpackZip(join(await examples(), "function.zip"));

const [OLDEST] = NODES;

/** As SCF hands a request on to a web function. */
function fetchAsScf(instance: StartedServer, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = [...new Headers(init.headers), ...Object.entries(PLATFORM_HEADERS)] as [string, string][];
  return instance.fetch(path, { ...init, headers });
}

for (const node of NODES) {
  describe(`tencent-scf: a web function on Node.js ${node.major}, from function.zip`, { skip: skipNode }, () => {
    let instance: StartedServer;
    before(async () => {
      instance = await startScfInstance({ kind: "web", code: await unpacked(), node });
    });
    after(() => instance?.stop());

    exampleChecks((path, init) => fetchAsScf(instance, path, init));

    test("a guest is told who calls, and nothing else that SCF says of the function and its role", async () => {
      const headers = { "x-own": "kept" };
      const { env } = (await (await fetchAsScf(instance, "/cgi-env", { headers })).json()) as {
        env: Record<string, string>;
      };
      assert.equal(env.REMOTE_ADDR, CALLER);
      assert.equal(env.HTTP_X_OWN, "kept");
      assert.deepEqual(
        Object.entries(env).filter(([name, value]) => /SCF/i.test(name) || /role/.test(value)),
        [],
      );
    });

    test("told to end, it ends by itself", async () => {
      await instance.stop();
      assert.equal(instance.child.exitCode, 0, instance.output());
    });
  });

  describe(`tencent-scf: an event function on Node.js ${node.major}, from function.zip`, { skip: skipNode }, () => {
    let instance: StartedServer;
    before(async () => {
      instance = await startScfInstance({ kind: "event", code: await unpacked(), node });
    });
    after(() => instance?.stop());

    // A function URL hands bodies on as text, which pictures are not.
    exampleChecks((path, init) => fetchAsEvent(SCF_GATEWAYS["CloudBase's HTTP access"], instance, path, init), {
      differences: {
        "cgi-env tells of the path, the query and the headers": "the event has one value a name of the query",
      },
    });

    test("behind a function URL it is told who calls, and nothing else of SCF's own", async () => {
      const response = await fetchAsEvent(SCF_GATEWAYS["a function URL"], instance, "/cgi-env?a=1");
      const { env } = (await response.json()) as { env: Record<string, string> };
      assert.deepEqual([env.REMOTE_ADDR, env.QUERY_STRING], [CALLER, "a=1"]);
      assert.deepEqual(
        Object.entries(env).filter(([name, value]) => /SCF/i.test(name) || /role/.test(value)),
        [],
      );
    });

    test("an event that is no request fails with words, and the next one is answered", async () => {
      const { errorType, errorMessage } = await invokeEvent(instance, { Type: "Timer", TriggerName: "daily" });
      assert.equal(errorType, "SandpiperError");
      assert.match(errorMessage!, /no HTTP request .* it has Type, TriggerName$/);
      const response = await fetchAsEvent(SCF_GATEWAYS["a function URL"], instance, "/hello");
      assert.equal(await response.text(), "Hello, world!\n");
    });
  });
}

describe("tencent-scf: a guest that does not end", { skip: skipNode }, () => {
  let instance: StartedServer | undefined;
  after(() => instance?.stop());

  test("takes its instance along, so that no other request waits for it", { timeout: 120_000 }, async () => {
    const { "loop.wasm": loop } = await makeGuests();
    const artifact = await buildForTarget("tencent-scf", temporaryFolder({ "loop.wasm": loop! }));
    const code = unpackZip(join(artifact, "function.zip"));
    instance = await startScfInstance({ kind: "web", code, node: OLDEST!, timeoutS: 2 });
    const ended = once(instance.child, "exit");
    await assert.rejects(instance.fetch("/loop"));
    await ended;
    assert.match(instance.output(), /a function holds the thread since 2 s/);
  });
});

describe(`tencent-scf: a web function on Node.js ${OLDEST!.major}, with WasmEdge in function.zip`, {
  skip: skipNode || (process.arch === "x64" ? await whyNoWasmEdge() : "SCF runs on x64"),
}, () => {
  let instance: StartedServer;
  before(async () => {
    const code = unpackZip(join(await buildWithWasmEdge("tencent-scf"), "function.zip"));
    instance = await startScfInstance({ kind: "web", code, node: OLDEST! });
  });
  after(() => instance?.stop());
  exampleChecks((path, init) => fetchAsScf(instance, path, init));
});

testTarget("tencent-scf", {
  skip: skipNode,
  start: async (project) => {
    const code = unpackZip(join(await buildForTarget("tencent-scf", project), "function.zip"));
    const instance = await startScfInstance({ kind: "web", code, node: OLDEST! });
    return { fetch: (path, init) => fetchAsScf(instance, path, init), stop: () => instance.stop() };
  },
});

testTargetBehind(
  Object.fromEntries(
    Object.entries(SCF_GATEWAYS).map(([name, gateway]) => [
      `tencent-scf, event function behind ${name}`,
      (instance: StartedServer, path: string, init?: RequestInit) => fetchAsEvent(gateway, instance, path, init),
    ]),
  ),
  {
    skip: skipNode,
    start: async (project) => {
      const code = unpackZip(join(await buildForTarget("tencent-scf", project), "function.zip"));
      return startScfInstance({ kind: "event", code, node: OLDEST! });
    },
  },
);

test("the zip has the files of function/, of which scf_bootstrap is executable and has the ends of lines that SCF takes", {
  skip,
}, async () => {
  const source = join(await examples(), "function");
  const zip = await unpacked();
  const files = await listArtifact(source);
  assert.deepEqual(await listArtifact(zip), files);
  for (const file of files) {
    assert.ok((await readFile(join(zip, file))).equals(await readFile(join(source, file))), file);
    for (const folder of [source, zip])
      assert.equal((await stat(join(folder, file))).mode & 0o111, file === "scf_bootstrap" ? 0o111 : 0, file);
  }
  assert.match(await readFile(join(zip, "scf_bootstrap"), "utf8"), /^#!\/bin\/bash\n[^\r]+\n$/);
});

test("the settings of both kinds are read by the tool's own reader, and name the folder of the program", {
  skip,
}, async () => {
  const { load } = createRequire(join(folder, "package.json"))("js-yaml") as { load(text: string): unknown };
  for (const [file, type] of [
    ["serverless.yml", "web"],
    ["event/serverless.yml", "event"],
  ] as const) {
    const path = join(await examples(), file);
    const { component, name, inputs } = load(await readFile(path, "utf8")) as Settings;
    assert.deepEqual([component, inputs.type, typeof name], ["scf", type, "string"]);
    assert.equal(resolve(dirname(path), inputs.src), join(await examples(), "function"));
    assert.match(inputs.runtime, /^Nodejs18\.15$/);
    assert.ok(inputs.memorySize % 128 === 0 && inputs.timeout > 10);
    const [{ http }] = inputs.events;
    assert.deepEqual([http.parameters.authType, http.parameters.netConfig.enableExtranet], ["NONE", true]);
  }
});

interface Settings {
  readonly component: string;
  readonly name: string;
  readonly inputs: {
    readonly type: string;
    readonly src: string;
    readonly runtime: string;
    readonly memorySize: number;
    readonly timeout: number;
    readonly events: readonly [
      { readonly http: { readonly parameters: { authType: string; netConfig: { enableExtranet: boolean } } } },
    ];
  };
}
