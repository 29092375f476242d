/** Runs a program with `@sandpiper/wasi` and nothing else: `node direct.ts [--dir HOST::GUEST] [--env K=V] -- FILE ARGS`. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createWasi } from "@sandpiper/wasi";
import { createHostDirectory, createStderr, createStdin, createStdout } from "@sandpiper/wasi/node";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dir: { type: "string", multiple: true, default: [] },
    env: { type: "string", multiple: true, default: [] },
  },
});
const [file = "", ...args] = positionals;

const wasi = createWasi({
  args: [file, ...args],
  env: Object.fromEntries(values.env.map((pair) => splitAt(pair, "="))),
  preopens: values.dir.map((pair) => {
    const [host, path] = splitAt(pair, "::");
    return { path, directory: createHostDirectory(host) };
  }),
  stdin: createStdin(),
  stdout: createStdout(),
  stderr: createStderr(),
});
const module = new WebAssembly.Module(readFileSync(file));
const instance = new WebAssembly.Instance(module, {
  wasi_snapshot_preview1: wasi.imports as WebAssembly.ModuleImports,
});
process.exitCode = wasi.start(instance);
wasi.close();

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}
