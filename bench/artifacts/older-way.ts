import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { WASM } from "../examples.ts";
import type { WasmEdge } from "../tools.ts";
import { timeAnswers } from "./first-answer.ts";
import type { Place } from "./places.ts";
import { MEASURED } from "./places.ts";

const run = promisify(execFile);

/** The handler of such a template: starts the runtime for each request, with the function that the path names. */
const HANDLER = `import { spawn } from "node:child_process";
import { createServer } from "node:http";

const at = (file) => new URL(file, import.meta.url).pathname;
createServer((request, response) => {
  const args = ["--library-path", at("lib"), at("wasmedge"), at(\`.\${request.url}.so\`)];
  const child = spawn(at("lib/ld-linux-x86-64.so.2"), args, { stdio: ["pipe", "pipe", "inherit"] });
  const output = [];
  child.stdin.on("error", () => {});
  request.pipe(child.stdin);
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.on("close", (code) => response.writeHead(code === 0 ? 200 : 500).end(Buffer.concat(output)));
}).listen(Number(process.env.PORT), process.env.HOST);
`;

const MODULES: Readonly<Record<(typeof MEASURED)[number], string>> = {
  hello: WASM.hello,
  "image-grayscale": WASM.image,
};

/** Writes what such a template deploys: the runtime with the libraries it loads, the functions compiled ahead of time, a handler. */
export async function writeOlderWay(wasmedge: WasmEdge, folder: string): Promise<void> {
  await mkdir(join(folder, "lib"), { recursive: true });
  await writeFile(join(folder, "server.mjs"), HANDLER);
  // The command is the loader with its library path, then the program.
  const [loader, ...rest] = wasmedge.command;
  const program = rest.at(-1)!;
  await copyFile(program, join(folder, "wasmedge"));
  const { stdout } = await run(loader!, [...rest.slice(0, -1), "--list", program]);
  for (const [, library] of stdout.matchAll(/=> (\/\S+)/g)) {
    // What the list calls the loader is this machine's; the root's own goes along.
    if (!basename(library!).startsWith("ld-")) await copyFile(library!, join(folder, "lib", basename(library!)));
  }
  await copyFile(loader!, join(folder, "lib/ld-linux-x86-64.so.2"));
  for (const name of MEASURED) {
    const to = join(folder, `${name}.so`);
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, await readFile(await wasmedge.compile(MODULES[name])));
  }
}

export const OLDER_WAY: Place = {
  runtime: `Node.js ${process.versions.node}, and WasmEdge for each request`,
  answer: (cwd, path, body) => timeAnswers(() => ({ command: [process.execPath, "server.mjs"], cwd }), path, body),
};
