// Builds crates/image-codec for WebAssembly and embeds it in packages/nn, where it must be at hand wherever the package runs.
// Its JPEG decoder is C: the compiler is that of the Debian root, as is the Rust, so that everybody's bytes are the same.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDebianRoot } from "../packages/cli/src/toolchain/debian-root.ts";
import { findRustToolchain } from "../packages/cli/src/toolchain/find-rust-toolchain.ts";
import type { Progress } from "../packages/cli/src/toolchain/progress.ts";
import { lastLines } from "../packages/cli/src/toolchain/run-process.ts";
import { type Toolchain, WASM_TARGET } from "../packages/cli/src/toolchain/toolchain.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const crate = join(root, "crates/image-codec");
const embedded = join(root, "packages/nn/src/image/image-codec-wasm.ts");

/** The licences of what is in the module ask to be named wherever it goes. */
const BANNER = `/*! Made by scripts/build-image-codec.ts out of crates/image-codec. In the module: libjpeg-turbo and MozJPEG (the IJG, BSD 3-Clause and
 * zlib licences; this software is based in part on the work of the Independent JPEG Group), png, flate2, fdeflate and miniz_oxide (MIT), the
 * Rust standard library (MIT or Apache 2.0), wasi-libc (MIT and others). */`;

/** What `crates/image-codec/built.json` says of the committed module. */
export interface BuiltCodec {
  readonly rustc: string;
  readonly clang: string;
  readonly sha256: string;
  readonly bytes: number;
}

export const CODEC_RECORD = join(crate, "built.json");

/** The module as the Debian root builds it, and what it was built with. */
export async function buildImageCodec(onProgress?: Progress): Promise<{ module: Uint8Array; record: BuiltCodec }> {
  const toolchain = await findRustToolchain({ kind: "debian", onProgress });
  const debian = await ensureDebianRoot({ packages: ["clang", "llvm", "wasi-libc"], onProgress });
  const asked = await debian.run(["clang", "--version"]);
  const module = await compile(toolchain);
  const record = {
    rustc: toolchain.version,
    clang: asked.stdout.split("\n")[0]!.trim(),
    sha256: createHash("sha256").update(module).digest("hex"),
    bytes: module.length,
  };
  return { module, record };
}

async function compile(toolchain: Toolchain): Promise<Uint8Array> {
  const options = { crate, root: crate };
  // As for functions: messages hold paths, which are not to tell of this machine.
  const remap = ["/sandpiper/src=/src", "/sandpiper/cargo=/cargo"].map((pair) => `--remap-path-prefix=${pair}`);
  const flags = [...remap, "-C", "target-feature=+simd128,+bulk-memory"];
  const built = await toolchain.cargo(
    [
      ...["rustc", "--release", "--locked", "--target", WASM_TARGET, "--lib", "--crate-type", "cdylib"],
      ...["--message-format", "json-render-diagnostics"],
      ...["--config", `target.${WASM_TARGET}.rustflags=${JSON.stringify(flags)}`],
    ],
    options,
  );
  if (built.code !== 0) throw new Error(`the image codec does not build: ${lastLines(built, 40)}`);
  const messages = built.stdout.split("\n").filter((line) => line.startsWith("{"));
  for (const message of messages.map(
    (line) => JSON.parse(line) as { filenames?: string[]; target?: { name: string } },
  )) {
    const file = message.filenames?.find((name) => name.endsWith("image_codec.wasm"));
    if (file) return readFile(toolchain.toMachinePath(file, options));
  }
  throw new Error("cargo named no module that it built");
}

if (import.meta.main) {
  const { module, record } = await buildImageCodec((event) => {
    if (event.kind === "start") process.stderr.write(`${event.phase} ...\n`);
  });
  const base64 = Buffer.from(module).toString("base64");
  await writeFile(
    embedded,
    `${BANNER}\n\n/** The module, in base64. */\nexport const IMAGE_CODEC_WASM =\n  "${base64}";\n`,
  );
  await writeFile(CODEC_RECORD, `${JSON.stringify(record, null, 2)}\n`);
  process.stderr.write(`image-codec: ${record.bytes} bytes\n`);
}
