/**
 * How modules are compiled, by the numbers of WasmEdge's `enum_configure.h`: level `O2`, which is its command line's default, and
 * the format `Native`, a shared library. The other format is a module with the code in it, which 0.14 loads to interpret it. Part
 * of each cache entry's key.
 */
export const AOT_OPTIONS = { optimizationLevel: 2, outputFormat: 0 } as const;
