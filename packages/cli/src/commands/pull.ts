import { Command } from "commander";

export interface PullCommandOptions {
  readonly out?: string;
  readonly plainHttp?: boolean;
  readonly json?: boolean;
}

export function definePull(finish: (exitCode: number) => void): Command {
  return new Command("pull")
    .summary("fetch an image from a registry")
    .description(
      "Fetches an image of any kind from a registry into a folder, as an OCI layout, with all its platforms and its bill of materials. " +
        "Every byte is checked against its digest. Credentials are those of docker login.",
    )
    .argument("<ref>", "what: REGISTRY/NAME:TAG, or NAME@DIGEST")
    .option("--out <dir>", "where to; the folder must not be there (default: the last part of the name)")
    .option("--plain-http", "speak to the registry without TLS")
    .option("--json", "print the result as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper pull ghcr.io/ada/my-app:1.0
  sandpiper pull localhost:5000/hello --out hello-image --json

Next: "skopeo copy oci:DIR:NAME docker-daemon:NAME" and others take the folder; "sandpiper push REF --from DIR" sends it elsewhere.`,
    )
    .action(async (ref: string, options: PullCommandOptions) => {
      const { pullAction } = await import("./pull-action.ts");
      finish(await pullAction(ref, options));
    });
}
