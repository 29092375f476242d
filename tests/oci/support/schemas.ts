import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installTool } from "../../clouds/support/install-tool.ts";

const { folder, skip } = installTool("../oci/schemas");

/** Why the published schemas are not here; false when they are. */
export const schemasSkip = skip;

/** A package of `tests/oci/schemas`. */
export async function importSchemas<T>(specifier: string): Promise<T> {
  const path = createRequire(join(folder, "package.json")).resolve(specifier);
  return (await import(pathToFileURL(path).href)) as T;
}
