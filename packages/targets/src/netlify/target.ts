import type { Deployment, Figure, Target } from "../target.ts";
import { toFunctionConfig, withoutHidden } from "./routes.ts";

const MIB = 1024 ** 2;
const LIMITS = "https://docs.netlify.com/build/functions/configuration";
const figure = (value: number): Figure => ({ value, source: LIMITS, date: "2026-11" });

/** Folder and main file of the function: Netlify takes `functions/NAME/NAME.mjs` as the function NAME. */
export const FUNCTION = "sandpiper";

/** Netlify: one function in its own folder, static files, and the settings that say so. */
export const netlify: Target = {
  name: "netlify",
  title: "Netlify",
  // AWS, whose limits these are, counts a MB as 1024 * 1024 bytes.
  limits: {
    memoryBytes: figure(1024 * MIB),
    timeoutMs: figure(60_000),
    // 6 MB as Base64, which is how every body that is not text gets there.
    requestBytes: figure(4.5 * MIB),
    // Functions of the second generation stream all that they answer.
    responseBytes: figure(20 * MIB),
  },
  compilesAtRunTime: true,
  nativeCode: false,
  outFolder: "dist/netlify",
  streams: true,
  staticFiles: "place",
  program: {
    folder: `functions/${FUNCTION}`,
    file: "program.mjs",
    platform: "node",
    level: "node22",
    modules: "file",
    adapter: "@sandpiper/targets/netlify",
    exports: "export default handler;",
  },
  artifact: (deployment) => {
    const files = new Map<string, string | Uint8Array>();
    for (const [path, content] of withoutHidden(deployment)) files.set(`public/${path}`, content);
    files.set("netlify.toml", SETTINGS);
    files.set(`functions/${FUNCTION}/${FUNCTION}.mjs`, toMain(deployment));
    return files;
  },
  deploy: {
    npm: "netlify-cli",
    // In a folder below a package.json it takes paths from where that is, unless --cwd names another folder than the one it runs in.
    command: ["netlify", "deploy", "--cwd", ".."],
    folder: "functions",
    help: "https://docs.netlify.com/api-and-cli-guides/cli-guides/get-started-with-cli/",
  },
  local: { gateway: "@sandpiper/targets/netlify/local" },
};

/** `netlify.toml`: https://docs.netlify.com/build/configure-builds/file-based-configuration/ */
const SETTINGS = `[build]
publish = "public"

[functions]
directory = "functions"

[[headers]]
for = "/*"

[headers.values]
X-Content-Type-Options = "nosniff"
`;

/**
 * The function's main file. Netlify reads `config` from its source without running it, which is why it is no part of the
 * bundle.
 */
function toMain({ functions }: Deployment): string {
  const config = toFunctionConfig(functions.map(({ route }) => route));
  return [
    'import handler from "./program.mjs";',
    "",
    "export default handler;",
    `export const config = ${JSON.stringify(config, null, 2)};`,
    "",
  ].join("\n");
}
