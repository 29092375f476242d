import { Argument, Command } from "commander";

export interface NnOptions {
  readonly from?: string;
  readonly json?: boolean;
}

export type NnAction = "install" | "list" | "remove";

export function defineNn(finish: (exitCode: number) => void): Command {
  return new Command("nn")
    .summary("install, list and remove what inference runs on")
    .description(
      "Functions run models by backends. LiteRT (TensorFlow Lite models) comes with Sandpiper; LiteRT as native code, TensorFlow (frozen graphs, " +
        "saved models) and ONNX Runtime are installed when they are wanted, into the cache folder, with the settings that " +
        "npm and pip have on this machine, and checked against digests.",
    )
    .addArgument(new Argument("<action>", "what to do").choices(["install", "list", "remove"]))
    .argument("[backend]", "litert-native, tensorflow or onnx; not for list")
    .option("--from <archive>", "take TensorFlow from this wheel (.whl) or C library (.tar.gz), a file or a URL")
    .option("--json", "print the result as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper nn list
  sandpiper nn install litert-native
  sandpiper nn install tensorflow
  sandpiper nn install tensorflow --from libtensorflow-cpu-linux-x86_64.tar.gz
  sandpiper nn install onnx
  sandpiper nn remove tensorflow

A TensorFlow that this machine has is taken as it is: in the folder that SANDPIPER_TENSORFLOW_LIB names, where libraries
lie, or in Python. Otherwise a download of about 250 MB becomes 850 MB on the disk (TensorFlow), 30 MB become 50 MB (ONNX), and
22 MB become 8 MB (LiteRT), which then runs the models that settings name, in processes of its own.
Next: "sandpiper dev" serves functions that use it; nothing has to be set.`,
    )
    .action(async (action: NnAction, backend: string | undefined, options: NnOptions) => {
      const { nnAction } = await import("./nn-action.ts");
      finish(await nnAction(action, backend, options));
    });
}
