import { Command, Option } from "commander";
import type { EngineName } from "../engine/engine-name.ts";
import { IMAGE_SHAPES, type ImageOptions, parseLabel, parsePlatform } from "../image/image-options.ts";
import { collect, engineOption } from "./parse-options.ts";

export interface BuildCommandOptions extends ImageOptions {
  readonly json?: boolean;
  readonly locked?: boolean;
  readonly target?: string;
  readonly engine?: EngineName;
  readonly out?: string;
}

export function defineBuild(finish: (exitCode: number) => void): Command {
  return new Command("build")
    .summary("compile function sources to dist/*.wasm")
    .description(
      "Compiles every function of a project that has a source (a Cargo crate, to wasm32-wasip1, optimised) into " +
        "dist/<name>.wasm. Uses this machine's Rust, adds the target with rustup if it is missing, or on Debian makes a " +
        "toolchain of its own, once.",
    )
    .argument("[dir]", "the project's folder, or a crate's", ".")
    .option("--locked", "fail instead of changing a Cargo.lock")
    .option("-t, --target <name>", "make what this cloud deploys, besides compiling (sandpiper targets lists them)")
    .option(
      "--engine <name>",
      "what runs all functions of a target: v8 or wasmedge (default: $SANDPIPER_ENGINE, the settings', v8)",
      engineOption,
    )
    .option(
      "-o, --out <dir>",
      "where to write that; an artifact that is there is replaced (default: what the target expects)",
    )
    .option("--image", "for aws-lambda and tencent-scf: make a container image of it")
    .addOption(
      new Option("--shape <name>", "what an image holds; the default is node").choices(Object.keys(IMAGE_SHAPES)),
    )
    .option(
      "--function <name>",
      "of which function, for images of single functions; repeatable (default: all)",
      collect(String),
    )
    .option(
      "--platform <os/arch>",
      "what an image of the shape wasm says it is for; repeatable (default: linux/wasm)",
      collect(parsePlatform),
    )
    .option("--ref <name>", "where images will lie in a registry, for files that name them")
    .option("--label <key=value>", "a label of the images; repeatable", collect(parseLabel))
    .option("--json", "print the result as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper build
  sandpiper build my-app --json
  sandpiper build my-app/functions/hello
  sandpiper build --target node --out dist/node
  sandpiper build --target aws-lambda --engine wasmedge            compiled ahead of time, with WasmEdge
  sandpiper build --target oci                                      an image of the whole project
  sandpiper build --target oci --shape wasm --function hello        one of a module alone

Shapes of images (--target oci):
${Object.entries(IMAGE_SHAPES)
  .map(([name, says]) => `  ${name.padEnd(14)} ${says}`)
  .join("\n")}

Next: "sandpiper dev" serves what is built, "sandpiper invoke NAME" calls it once.`,
    )
    .action(async (dir: string, options: BuildCommandOptions) => {
      const { buildAction } = await import("./build-action.ts");
      finish(await buildAction(dir, options));
    });
}
