import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installTool } from "../../clouds/support/install-tool.ts";

const { folder, skip } = installTool("../oci/schemas");

/** Why the published schemas are not here; false when they are. */
export const schemasSkip = skip;

/** A file of a package of `tests/oci/schemas`, by its path from the package's name on. */
export async function importSchemas<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(join(folder, "node_modules", file)).href)) as T;
}

/** What is used of `@cyclonedx/cyclonedx-library`. */
export interface CycloneDx {
  readonly Spec: { readonly Version: { readonly v1dot6: string } };
  readonly Validation: {
    readonly JsonStrictValidator: new (version: string) => { validate(text: string): Promise<unknown> };
  };
}
