import type { Target } from "../target.ts";

/** A program for Bun, on servers and in containers of one's own. */
export const bun: Target = {
  name: "bun",
  title: "Bun",
  limits: {},
  compilesAtRunTime: true,
  nativeCode: true,
  outFolder: "dist/bun",
  streams: true,
  staticFiles: "program",
  program: {
    folder: "",
    file: "server.mjs",
    platform: "node",
    level: "es2023",
    modules: "file",
    adapter: "@sandpiper/targets/bun",
    exports: "export { handler as server };",
  },
  artifact: ({ name }) =>
    new Map([
      [
        "package.json",
        `${JSON.stringify({ name, private: true, type: "module", scripts: { start: "bun server.mjs" } }, null, 2)}\n`,
      ],
    ]),
  deploy: null,
  local: { server: { npm: "bun", command: ["bun", "server.mjs"], help: "https://bun.sh/docs/installation" } },
};
