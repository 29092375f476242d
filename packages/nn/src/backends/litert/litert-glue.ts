import { compileFunction } from "node:vm";
import type { LitertLoader } from "./litert-bindings.ts";

/**
 * Evaluates the package's own glue, a CommonJS script that it means for a page's `<script>`. Here it is the body of a function:
 * what it would look for in the global scope are parameters, so that it finds neither a browser nor Node, sets nothing, and prints to nowhere.
 */
export function evaluateLitertGlue(source: string, filename: string): LitertLoader {
  const names = ["module", "exports", "globalThis", "self", "console", "process"];
  const script = compileFunction(source, names, { filename });
  const silence = () => {};
  const module: { exports: unknown } = { exports: {} };
  // Of the globals it asks by name it needs one: its bindings tell a list by `instanceof Array`.
  const console = { log: silence, warn: silence, error: silence };
  script(module, module.exports, { Array }, undefined, console, undefined);
  return module.exports as LitertLoader;
}
