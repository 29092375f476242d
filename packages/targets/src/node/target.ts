import type { Target } from "../target.ts";

/** A program for Node and nothing else: for servers, containers, and clouds that have no target of their own here. */
export const node: Target = {
  name: "node",
  title: "Node.js",
  limits: {},
  compilesAtRunTime: true,
  nativeCode: true,
  outFolder: "dist/node",
  streams: true,
  staticFiles: "program",
  program: {
    folder: "",
    file: "server.mjs",
    platform: "node",
    level: "node22",
    modules: "file",
    adapter: "@sandpiper/targets/node",
    exports: "export { handler as server };",
  },
  artifact: ({ name }) =>
    new Map([
      [
        "package.json",
        `${JSON.stringify({ name, private: true, type: "module", scripts: { start: "node server.mjs" } }, null, 2)}\n`,
      ],
    ]),
  deploy: null,
  local: { server: { npm: null, command: ["node", "server.mjs"], help: "https://nodejs.org/en/download" } },
};
