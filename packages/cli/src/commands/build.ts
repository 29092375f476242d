import { Command } from "commander";

export interface BuildCommandOptions {
  readonly json?: boolean;
  readonly locked?: boolean;
  readonly target?: string;
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
    .option("-o, --out <dir>", "where to write that (default: what the target expects)")
    .option("--json", "print the result as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper build
  sandpiper build my-app --json
  sandpiper build my-app/functions/hello
  sandpiper build --target node --out dist/node

Next: "sandpiper dev" serves what is built, "sandpiper invoke NAME" calls it once.`,
    )
    .action(async (dir: string, options: BuildCommandOptions) => {
      const { buildAction } = await import("./build-action.ts");
      finish(await buildAction(dir, options));
    });
}
