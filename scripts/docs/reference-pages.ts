import { renderCli } from "./render-cli.ts";
import { renderConfig } from "./render-config.ts";
import { renderConformance } from "./render-conformance.ts";
import { renderErrors } from "./render-errors.ts";
import { renderTargets } from "./render-targets.ts";

/** The pages that are made from the code, by their path in the repository. */
export async function referencePages(): Promise<Readonly<Record<string, string>>> {
  return {
    "docs/reference/cli.md": await renderCli(),
    "docs/reference/config.md": renderConfig(),
    "docs/reference/errors.md": renderErrors(),
    "docs/targets/README.md": renderTargets(),
    "docs/targets/conformance.md": renderConformance(),
  };
}
