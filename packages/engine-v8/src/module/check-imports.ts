import { SandpiperError } from "@sandpiper/core";
import type { ModuleDescription, ModuleImport } from "./describe-module.ts";

/**
 * Whether all a module imports is there for it.
 * @param granted asked for every import, memories too
 * @throws `E_IMPORT_NOT_GRANTED` naming what is missing and how to get it
 */
export function checkImports(
  description: ModuleDescription,
  granted: (wanted: ModuleImport) => boolean,
  name = "module",
): void {
  const missing = description.imports.find((wanted) => !granted(wanted));
  if (missing) {
    throw new SandpiperError(
      "E_IMPORT_NOT_GRANTED",
      `${name} imports ${missing.module}.${missing.name}, which it was not granted`,
    );
  }
}

/**
 * Whether a module is one that can be run from start to end.
 * @throws `E_MODULE_INVALID` when it exports no `_start` function
 */
export function checkCommand(description: ModuleDescription, name = "module"): void {
  if (description.kind !== "command") {
    throw new SandpiperError("E_MODULE_INVALID", `${name} exports no _start: it is not a command`);
  }
}
