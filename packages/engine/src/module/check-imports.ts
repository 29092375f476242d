import { SandpiperError } from "@sandpiper/core";
import type { ModuleDescription, ModuleImport, ModuleKind } from "./describe-module.ts";
import { IMPORT_FAMILIES } from "./import-families.ts";

/** As many imports a message names. */
const NAMED = 3;

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
  const missing = description.imports.filter((wanted) => !granted(wanted));
  if (missing.length === 0) return;
  const family = IMPORT_FAMILIES.find((one) => one.matches(missing[0]!));
  const alike = missing.filter((wanted) => IMPORT_FAMILIES.find((one) => one.matches(wanted)) === family);
  throw new SandpiperError(
    "E_IMPORT_NOT_GRANTED",
    `${name} imports ${listed(alike)}: ${family?.why ?? "nothing of that name can be granted"}`,
    { hint: family?.hint ?? "Functions of WASI preview 1 are granted to every module; build it to use only those." },
  );
}

function listed(imports: readonly ModuleImport[]): string {
  const named = imports.slice(0, NAMED).map((wanted) => `${oneLine(wanted.module)}.${oneLine(wanted.name)}`);
  const more = imports.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

/** Names come from the guest: control characters could forge lines in a log. */
function oneLine(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\u{fffd}");
  return clean.length > 80 ? `${clean.slice(0, 80)}…` : clean;
}

const NO_START: Readonly<Record<Exclude<ModuleKind, "command">, { is: string; hint: string }>> = {
  reactor: {
    is: "it is a reactor, a library for others to call",
    hint: "Build a command: in Rust a [[bin]] target with a main function, in C without -mexec-model=reactor.",
  },
  bindgen: {
    is: "wasm-bindgen made it for JavaScript to call",
    hint: "Build a command: a [[bin]] target with a main function, for wasm32-wasip1, without wasm-bindgen.",
  },
  library: {
    is: "it is a library",
    hint: "Build a command: in Rust a [[bin]] target with a main function for wasm32-wasip1, in C a main function.",
  },
};

/**
 * Whether a module is one that can be run from start to end.
 * @throws `E_MODULE_INVALID` when it exports no `_start` function
 */
export function checkCommand(description: ModuleDescription, name = "module"): void {
  if (description.kind === "command") return;
  const { is, hint } = NO_START[description.kind];
  throw new SandpiperError("E_MODULE_INVALID", `${name} exports no _start function: ${is}`, { hint });
}
