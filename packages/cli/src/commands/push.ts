import { Command } from "commander";
import { collect } from "./parse-options.ts";

export interface PushCommandOptions {
  readonly from: string;
  readonly image?: readonly string[];
  readonly all?: boolean;
  readonly plainHttp?: boolean;
  readonly json?: boolean;
}

export function definePush(finish: (exitCode: number) => void): Command {
  return new Command("push")
    .summary("send an image to a registry")
    .description(
      "Sends an image of an OCI layout, as build --target oci makes one, to a registry, with its bill of materials. What the registry " +
        "has already is not sent again. Credentials are those of docker login: its config.json (DOCKER_CONFIG) and the helpers that it " +
        "names. Registries on this machine are spoken to without TLS.",
    )
    .argument("<ref>", "where to: REGISTRY/NAME:TAG")
    .option("--from <dir>", "the layout's folder", "dist/oci")
    .option("--image <name>", "which of the layout's images, where it has several", collect(String))
    .option("--all", "all of them, each under its name: REGISTRY/NAME/IMAGE:TAG")
    .option("--plain-http", "speak to the registry without TLS")
    .option("--json", "print the result as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper push ghcr.io/ada/my-app:1.0
  sandpiper push localhost:5000/hello --image hello
  sandpiper push ghcr.io/ada/my-app:1.0 --all --from dist/kubernetes/image

It prints what was sent as NAME@DIGEST, which is that image for ever.
Next: "docker run -p 8080:8080 REF" runs one of the shape node, "sandpiper pull REF" fetches it.`,
    )
    .action(async (ref: string, options: PushCommandOptions) => {
      const { pushAction } = await import("./push-action.ts");
      finish(await pushAction(ref, options));
    });
}
