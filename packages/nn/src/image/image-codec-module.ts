import { IMAGE_CODEC_WASM } from "./image-codec-wasm.ts";

/**
 * Compiles the codec. A program for a place that compiles nothing as it runs is bundled with another module in this one's place,
 * of the same export, which imports the codec (`bundleProgram` of the command line).
 */
export function compileImageCodec(): WebAssembly.Module {
  return new WebAssembly.Module(readImageCodec());
}

/** The codec's bytes. */
export function readImageCodec(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(IMAGE_CODEC_WASM), (char) => char.charCodeAt(0));
}
