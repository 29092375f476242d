/**
 * The package's own glue as an ES module whose default export is a `LitertLoader`, for a program to be bundled with: what
 * `evaluateLitertGlue` does with text as it runs, which some places forbid. As there, what the glue would look for in the global
 * scope are parameters, `require` among them, so that a bundler follows nothing.
 * @param source the build's script (CommonJS), which is strict code as well as not
 */
export function writeLitertGlue(source: string): string {
  return [
    "const module = { exports: {} };",
    "const silence = () => {};",
    "(function (module, exports, globalThis, self, console, process, require) {",
    source,
    // Of the globals it asks by name it needs one: its bindings tell a list by `instanceof Array`.
    "})(module, module.exports, { Array }, undefined, { log: silence, warn: silence, error: silence });",
    "export default module.exports;",
    "",
  ].join("\n");
}
