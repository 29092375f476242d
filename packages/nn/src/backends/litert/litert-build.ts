/**
 * The builds of LiteRT's WebAssembly that we run: without threads and without JSPI, so that its calls return at once.
 * `stackPointer` names the exports that read and set the stack pointer; the package's own names are shortened, differently in
 * each build. A test compares them with the modules.
 */
export const LITERT_BUILDS = {
  relaxed: { file: "litert_wasm_internal", stackPointer: { get: "Kc", set: "Ic" } },
  compat: { file: "litert_wasm_compat_internal", stackPointer: { get: "Lc", set: "Jc" } },
} as const;

export type LitertBuildName = keyof typeof LITERT_BUILDS;

/** `(func (result v128) (i8x16.relaxed_swizzle (i8x16.splat (i32.const 1)) (i8x16.splat (i32.const 2))))` */
const RELAXED_SIMD_MODULE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x0f, 0x01, 0x0d, 0x00, 0x41, 0x01, 0xfd, 0x0f, 0x41, 0x02, 0xfd, 0x0f, 0xfd, 0x80, 0x02, 0x0b],
);

/** The fastest build this JavaScript engine takes. */
export function pickLitertBuild(): LitertBuildName {
  return WebAssembly.validate(RELAXED_SIMD_MODULE) ? "relaxed" : "compat";
}
