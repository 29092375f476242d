import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TARGETS, type TargetName } from "@sandpiper/targets";
import { installTool } from "../../tests/clouds/support/install-tool.ts";
import { fetchThrough, GATEWAYS } from "../../tests/clouds/support/lambda-gateways.ts";
import { startLambdaRuntime } from "../../tests/clouds/support/lambda-runtime.ts";
import { type AnswerTimes, type Start, timeAnswers } from "./first-answer.ts";

/** Where an artifact runs. */
export interface Place {
  /** For people. */
  readonly runtime: string;
  /** Starts it there, and asks it twice. */
  answer(artifact: string, path: string, body: Buffer): Promise<AnswerTimes>;
}

const NODE = `Node.js ${process.versions.node}`;
const HOST = fileURLToPath(new URL("./local-host.mjs", import.meta.url));

/** A place, or null when what runs it cannot be had: then the tool's own words are told. */
export type FindPlace = (tell: (missing: string) => void) => Place | null;

const serving = (runtime: string, toStart: (artifact: string, port: number) => Start | Promise<Start>): Place => ({
  runtime,
  answer: (artifact, path, body) => timeAnswers((port) => toStart(artifact, port), path, body),
});

/** Behind what `sandpiper dev --target` puts before it: where the cloud's own start is not to be had. */
function behindGateway(name: TargetName): FindPlace {
  return () => {
    const local = TARGETS[name]?.local;
    if (!local || !("gateway" in local)) return null;
    return serving(`${NODE}, as dev --target runs it`, (artifact) => ({
      command: [process.execPath, HOST, local.gateway, artifact],
      cwd: artifact,
    }));
  };
}

function withTool(name: string, scripts: boolean, make: (folder: string) => Place): FindPlace {
  return (tell) => {
    const { folder, skip } = installTool(name, { scripts });
    if (skip) tell(`${name}: ${skip}`);
    return skip ? null : make(folder);
  };
}

function versionOf(folder: string, of: string): string {
  return JSON.parse(readFileSync(join(folder, "node_modules", of, "package.json"), "utf8")).version;
}

export const PLACES: Readonly<Partial<Record<TargetName, FindPlace>>> = {
  node: () => serving(NODE, (cwd) => ({ command: [process.execPath, "server.mjs"], cwd })),
  bun: withTool("bun", true, (folder) =>
    serving(`Bun ${versionOf(folder, "bun")}`, (cwd) => ({
      command: [join(folder, "node_modules/.bin/bun"), "server.mjs"],
      cwd,
    })),
  ),
  deno: withTool("deno", true, (folder) =>
    serving(`Deno ${versionOf(folder, "deno")}`, (cwd) => ({
      command: [join(folder, "node_modules/.bin/deno"), "task", "start"],
      cwd,
    })),
  ),
  cloudflare: withTool("cloudflare", false, (folder) => {
    const arch = process.arch === "arm64" ? "arm64" : "64";
    const workerd = join(folder, `node_modules/@cloudflare/workerd-${process.platform}-${arch}/bin/workerd`);
    return serving(`workerd ${versionOf(folder, "workerd")}`, async (artifact, port) => {
      await writeFile(join(artifact, "bench.capnp"), toWorkerdSettings(port));
      return { command: [workerd, "serve", "bench.capnp"], cwd: artifact };
    });
  }),
  google: withTool("google", false, (folder) => {
    const framework = "@google-cloud/functions-framework";
    return serving(`${NODE}, Functions Framework ${versionOf(folder, framework)}`, (cwd) => ({
      command: [process.execPath, join(folder, `node_modules/${framework}/build/src/main.js`)],
      cwd,
      env: { FUNCTION_TARGET: "sandpiper", FUNCTION_SIGNATURE_TYPE: "http", NODE_ENV: "production" },
    }));
  }),
  "aws-lambda": withTool("aws-lambda", true, (folder) => ({
    runtime: `${NODE}, aws-lambda-ric ${versionOf(folder, "aws-lambda-ric")}`,
    async answer(artifact, path, body) {
      const client = join(folder, "node_modules/aws-lambda-ric/index.mjs");
      const started = performance.now();
      const taskRoot = join(artifact, "function");
      const runtime = await startLambdaRuntime({ client, taskRoot, handler: "index.handler" });
      const ask = async (since: number) => {
        const init = {
          method: "POST",
          body: new Uint8Array(body),
          headers: { "content-type": "application/octet-stream" },
        };
        const response = await fetchThrough(GATEWAYS["a function URL"], runtime, path, init);
        if (!response.ok) throw new Error(`${path} answered ${response.status}`);
        return performance.now() - since;
      };
      try {
        return { first: await ask(started), next: await ask(performance.now()) };
      } finally {
        await runtime.stop();
      }
    },
  })),
  vercel: behindGateway("vercel"),
  netlify: behindGateway("netlify"),
  azure: behindGateway("azure"),
  "tencent-scf": behindGateway("tencent-scf"),
};

/** The Worker of the artifact with its modules: https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp */
function toWorkerdSettings(port: number): string {
  const wasm = MEASURED.map((name) => `(name = "${name}.wasm", wasm = embed "worker/${name}.wasm")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "index.js", esModule = embed "worker/index.js"), ${wasm.join(", ")}],
    compatibilityDate = "2026-06-01"
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
`;
}

/** The functions of the project that is measured. */
export const MEASURED = ["hello", "image-grayscale"] as const;
