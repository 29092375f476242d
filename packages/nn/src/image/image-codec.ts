import { compileImageCodec } from "./image-codec-module.ts";

/** The formats that `wasmedge_image` reads, as the module numbers them. */
const FORMATS = ["jpeg", "png"] as const;
export type ImageFormat = (typeof FORMATS)[number];

/** As `wasmedge_image_raw_type` of wasmedge_tensorflow_interface 0.3 numbers them. The floats go from 0 to 1. */
export const PIXEL_TYPES = ["RGB8", "BGR8", "RGB32F", "BGR32F"] as const;
export type PixelType = (typeof PIXEL_TYPES)[number];

export interface ImageRequest {
  readonly format: ImageFormat;
  readonly bytes: Uint8Array;
  /** Of the result; the picture is stretched to it. */
  readonly width: number;
  readonly height: number;
  readonly type: PixelType;
  /** Most that the picture, as it is decoded, and the result may take together. */
  readonly maxBytes: number;
}

export type ImageResult =
  /** `width` x `height` x 3 channels, row by row; a `warning` is what the decoder found odd. */
  | { readonly pixels: Uint8Array; readonly warning: string }
  | { readonly failure: "broken" | "too-large"; readonly message: string };

/** More pixels than any camera takes, and what an instance of 32 bits can hold. */
export const MAX_PIXELS = 64_000_000;

interface CodecExports {
  readonly memory: WebAssembly.Memory;
  readonly _initialize?: () => void;
  allocate(length: number): number;
  load(
    format: number,
    bytes: number,
    length: number,
    width: number,
    height: number,
    type: number,
    maxPixels: number,
    maxBytes: number,
  ): number;
  output(): number;
  message(): number;
  message_length(): number;
}

/** Bytes of a result. */
export function pixelBytes(width: number, height: number, type: PixelType): number {
  return width * height * 3 * (type.endsWith("32F") ? 4 : 1);
}

/**
 * Decodes and resizes a picture, at once. Each picture has a fresh instance, so that a broken one leaves nothing behind, and the memory of a
 * large one is not kept.
 */
export function decodeImage(request: ImageRequest): ImageResult {
  const { bytes, width, height, type, maxBytes } = request;
  const size = pixelBytes(width, height, type);
  if (size + bytes.length > maxBytes) {
    return { failure: "too-large", message: `${width}x${height} pixels as ${type} take ${size} bytes` };
  }
  const codec = instantiate();
  try {
    const at = codec.allocate(bytes.length) >>> 0;
    new Uint8Array(codec.memory.buffer, at, bytes.length).set(bytes);
    const status = codec.load(
      FORMATS.indexOf(request.format),
      at,
      bytes.length,
      width,
      height,
      PIXEL_TYPES.indexOf(type),
      MAX_PIXELS,
      maxBytes - bytes.length,
    );
    if (status !== 0) return { failure: status === 2 ? "too-large" : "broken", message: messageOf(codec) };
    return { pixels: new Uint8Array(codec.memory.buffer, codec.output() >>> 0, size), warning: messageOf(codec) };
  } catch (error) {
    // libjpeg's errors and exhausted memory end in a trap.
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    return { failure: "broken", message: messageOf(codec) || "the picture could not be decoded" };
  }
}

let compiled: WebAssembly.Module | undefined;

function instantiate(): CodecExports {
  compiled ??= compileImageCodec();
  // What the C library could ask of WASI it never does while it decodes; were it to, the picture is refused.
  const imports: Record<string, WebAssembly.ModuleImports> = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) {
    imports[module] ??= {};
    imports[module][name] = () => {
      throw new WebAssembly.RuntimeError(`the image codec called ${name}`);
    };
  }
  const exports = new WebAssembly.Instance(compiled, imports).exports as unknown as CodecExports;
  exports._initialize?.();
  return exports;
}

function messageOf(codec: CodecExports): string {
  const at = codec.message() >>> 0;
  return new TextDecoder().decode(new Uint8Array(codec.memory.buffer, at, codec.message_length()));
}
