import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installNativeLitert } from "../packages/cli/src/nn/install-native-litert.ts";
import { cacheFolder } from "../packages/cli/src/toolchain/cache-folder.ts";
import { type DebianRoot, ensureDebianRoot } from "../packages/cli/src/toolchain/debian-root.ts";
import type { Progress } from "../packages/cli/src/toolchain/progress.ts";

const run = promisify(execFile);

/** The newest that this repository's Rust builds; the crate registry has it. */
const WASMTIME = "48.0.8";

/** A program that could not be had, and why: its rows are left out of the table, and the reason stands below it. */
export interface Missing {
  readonly missing: string;
}

export const isMissing = (tool: object): tool is Missing => "missing" in tool;

/** Says on standard error what takes long, before it does. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function attempt<T extends object>(what: string, make: () => Promise<T>): Promise<T | Missing> {
  try {
    return await make();
  } catch (error) {
    return { missing: `${what}: ${error instanceof Error ? error.message.split("\n")[0] : error}` };
  }
}

export interface WasmEdge {
  /** The command line, to be followed by its arguments; paths are this machine's. */
  readonly command: readonly string[];
  /** The same for our own program that calls WasmEdge in process. */
  readonly inProcess: readonly string[];
  /** Compiles ahead of time, once for equal bytes; returns the path of the native code. */
  compile(wasm: string): Promise<string>;
}

/** WasmEdge out of Debian's packages, from the same root that builds the functions. */
export function findWasmEdge(): Promise<WasmEdge | Missing> {
  return attempt("WasmEdge", async () => {
    const packages = ["wasmedge", "libwasmedge-dev", "gcc", "libc6-dev"];
    const root = await ensureDebianRoot({
      packages,
      onProgress: ({ kind, phase }) => kind === "start" && say(`${phase} ...`),
    });
    const command = hostCommand(root, "usr/bin/wasmedge");
    return {
      command,
      inProcess: hostCommand(root, await compileInProcess(root)),
      async compile(wasm) {
        const digest = createHash("sha256")
          .update(await readFile(wasm))
          .digest("hex")
          .slice(0, 16);
        const native = join(await toolFolder("wasmedge-aot"), `${digest}.so`);
        if (!existsSync(native)) {
          say(`Compiling ${wasm} with WasmEdge, once ...`);
          await run(command[0]!, [...command.slice(1), "compile", wasm, `${native}.partial.so`]);
          await rename(`${native}.partial.so`, native);
        }
        return native;
      },
    };
  });
}

/** A program of the root as this machine can start it: by the root's own loader, with no chroot in the way. */
function hostCommand(root: DebianRoot, program: string): string[] {
  const libraries = join(root.path, "usr/lib/x86_64-linux-gnu");
  const path = program.startsWith("/") ? program : join(root.path, program);
  return [join(root.path, "lib64/ld-linux-x86-64.so.2"), "--library-path", libraries, path];
}

async function compileInProcess(root: DebianRoot): Promise<string> {
  const source = fileURLToPath(new URL("./peers/wasmedge/in-process.c", import.meta.url));
  const digest = createHash("sha256")
    .update(await readFile(source))
    .digest("hex")
    .slice(0, 16);
  const inRoot = `/opt/sandpiper-bench-${digest}`;
  if (!existsSync(join(root.path, inRoot))) {
    await mkdir(join(root.path, "opt"), { recursive: true });
    await copyFile(source, join(root.path, `${inRoot}.c`));
    const { code, stderr } = await root.run(["gcc", "-O2", "-o", inRoot, `${inRoot}.c`, "-lwasmedge"]);
    if (code !== 0) throw new Error(`gcc failed: ${stderr}`);
  }
  return join(root.path, inRoot);
}

export interface Wasmtime {
  readonly command: string;
  compile(wasm: string): Promise<string>;
}

/** wasmtime from the crate registry, built once (some minutes) and kept in the cache folder. */
export function findWasmtime(): Promise<Wasmtime | Missing> {
  return attempt("wasmtime", async () => {
    const folder = join(await toolFolder("tools"), `wasmtime-${WASMTIME}`);
    const command = join(folder, "bin/wasmtime");
    if (!existsSync(command)) {
      say(`Building wasmtime ${WASMTIME}, once; this takes some minutes ...`);
      const features = ["--no-default-features", "--features", "run,compile,cranelift"];
      const args = ["install", `wasmtime-cli@${WASMTIME}`, "--locked", "--root", folder, ...features];
      await run("cargo", args, { maxBuffer: 1 << 26 });
    }
    return {
      command,
      async compile(wasm) {
        const digest = createHash("sha256")
          .update(await readFile(wasm))
          .digest("hex")
          .slice(0, 16);
        const native = join(await toolFolder("wasmtime-aot"), `${digest}-${WASMTIME}.cwasm`);
        if (!existsSync(native)) await run(command, ["compile", "-o", native, wasm]);
        return native;
      },
    };
  });
}

/** The image function as a native program; needs a Rust for this machine. */
export function buildNative(): Promise<{ readonly command: string } | Missing> {
  return attempt("native Rust", async () => {
    const crate = fileURLToPath(new URL("./native", import.meta.url));
    const target = await toolFolder("bench-native");
    say("Building the native image function ...");
    await run("cargo", ["build", "--release", "--locked", "--target-dir", target], { cwd: crate, maxBuffer: 1 << 26 });
    return { command: join(target, "release/native") };
  });
}

/** The inference library natively, from its own Python package. */
export function findLiteRt(): Promise<{ readonly command: readonly string[] } | Missing> {
  return attempt("native LiteRT", async () => {
    const peer = fileURLToPath(new URL("./peers/litert", import.meta.url));
    const folder = await toolFolder("bench-litert");
    const python = join(folder, "bin/python3");
    const installed = join(folder, "requirements.txt");
    const wanted = await readFile(join(peer, "requirements.txt"), "utf8");
    if ((await readFile(installed, "utf8").catch(() => "")) !== wanted) {
      say("Installing LiteRT for Python ...");
      await run("python3", ["-m", "venv", folder]);
      await run(python, ["-m", "pip", "install", "--quiet", "-r", join(peer, "requirements.txt")]);
      await copyFile(join(peer, "requirements.txt"), installed);
    }
    return { command: [python, join(peer, "run.py")] };
  });
}

async function toolFolder(name: string): Promise<string> {
  const folder = join(cacheFolder(), name);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** LiteRT's native code, where users have it. */
export function findNativeLitert(): Promise<object | Missing> {
  return attempt("LiteRT's native code", async () => {
    const onProgress: Progress = ({ kind, phase }) => kind === "start" && say(`${phase} ...`);
    await installNativeLitert({ cache: cacheFolder(), onProgress, signal: new AbortController().signal });
    return {};
  });
}
