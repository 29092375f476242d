import type { Target } from "../target.ts";

const MIB = 2 ** 20;

/** It may read what is beside it and answer requests, and nothing else. */
const START = "deno run --allow-net --allow-read=. --allow-env=PORT,HOST server.mjs";

/** A program for Deno, on servers of one's own and on Deno Deploy. */
export const deno: Target = {
  name: "deno",
  title: "Deno",
  limits: {
    // Of Deno Deploy; Deno itself has none.
    artifactBytes: { value: 1e9, source: "https://docs.deno.com/deploy/pricing_and_limits/", date: "2026-11" },
    memoryBytes: { value: 512 * MIB, source: "https://docs.deno.com/deploy/pricing_and_limits/", date: "2026-11" },
  },
  compilesAtRunTime: true,
  nativeCode: true,
  outFolder: "dist/deno",
  streams: true,
  staticFiles: "program",
  program: {
    folder: "",
    file: "server.mjs",
    platform: "node",
    level: "es2023",
    modules: "file",
    adapter: "@sandpiper/targets/deno",
    exports: "export { handler as server };",
  },
  // A request that was answered is not one that was cancelled: https://docs.deno.com/go/unstable-no-legacy-abort
  artifact: () =>
    new Map([
      ["deno.json", `${JSON.stringify({ tasks: { start: START }, unstable: ["no-legacy-abort"] }, null, 2)}\n`],
    ]),
  deploy: {
    npm: "deno",
    command: ["deno", "deploy", "--prod"],
    help: "https://docs.deno.com/runtime/reference/cli/deploy/",
  },
  local: {
    server: {
      npm: "deno",
      command: ["deno", "task", "start"],
      help: "https://docs.deno.com/runtime/getting_started/installation/",
    },
  },
};
