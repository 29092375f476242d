import type { Koffi } from "../koffi.ts";

/** A pointer; null is none. */
export type Pointer = bigint;
/** Takes one pointer out of a call. */
export type PointerOut = [Pointer | null];
/** `LiteRtStatus` of `litert/c/litert_common.h`; 0 is success. */
export type Status = number;

/** What is called of LiteRT's C API, by its names there (`litert/c/*.h` of LiteRT 2.3). */
export interface LitertLibrary {
  readonly LiteRtCreateEnvironment: (count: number, options: null, environment: PointerOut) => Status;
  readonly LiteRtCreateModelFromBuffer: (
    environment: Pointer,
    bytes: Uint8Array,
    length: number,
    model: PointerOut,
  ) => Status;
  readonly LiteRtDestroyModel: (model: Pointer) => void;
  readonly LiteRtGetModelSignature: (model: Pointer, index: number, signature: PointerOut) => Status;
  readonly LiteRtGetNumSignatureInputs: (signature: Pointer, count: BigUint64Array) => Status;
  readonly LiteRtGetNumSignatureOutputs: (signature: Pointer, count: BigUint64Array) => Status;
  readonly LiteRtGetSignatureInputTensorByIndex: (signature: Pointer, index: number, tensor: PointerOut) => Status;
  readonly LiteRtGetSignatureOutputTensorByIndex: (signature: Pointer, index: number, tensor: PointerOut) => Status;
  /** @param type `LiteRtRankedTensorType`, 72 bytes: the element type, the rank and a flag, 8 sizes, a pointer to strides */
  readonly LiteRtGetRankedTensorType: (tensor: Pointer, type: Uint8Array) => Status;
  readonly LiteRtCreateOptions: (options: PointerOut) => Status;
  readonly LiteRtSetOptionsHardwareAccelerators: (options: Pointer, accelerators: number) => Status;
  readonly LiteRtDestroyOptions: (options: Pointer) => void;
  readonly LiteRtCreateCompiledModel: (
    environment: Pointer,
    model: Pointer,
    options: Pointer,
    compiled: PointerOut,
  ) => Status;
  readonly LiteRtDestroyCompiledModel: (compiled: Pointer) => void;
  readonly LiteRtCreateManagedTensorBuffer: (
    environment: Pointer,
    kind: number,
    type: Uint8Array,
    bytes: number,
    buffer: PointerOut,
  ) => Status;
  readonly LiteRtDestroyTensorBuffer: (buffer: Pointer) => void;
  readonly LiteRtLockTensorBuffer: (buffer: Pointer, memory: PointerOut, mode: number) => Status;
  readonly LiteRtUnlockTensorBuffer: (buffer: Pointer) => Status;
  readonly LiteRtRunCompiledModel: (
    compiled: Pointer,
    signature: number,
    inputCount: number,
    inputs: BigUint64Array,
    outputCount: number,
    outputs: BigUint64Array,
  ) => Status;
  /** Copies into and out of the library's memory. */
  readonly copyIn: (to: Pointer, bytes: Uint8Array) => void;
  readonly copyOut: (bytes: Uint8Array, from: Pointer) => void;
}

const P = "void *";
const OUT = "_Out_ void **";

/** Result and arguments of each. */
const SIGNATURES = {
  LiteRtCreateEnvironment: ["int", "int", P, OUT],
  LiteRtCreateModelFromBuffer: ["int", P, P, "size_t", OUT],
  LiteRtDestroyModel: ["void", P],
  LiteRtGetModelSignature: ["int", P, "size_t", OUT],
  LiteRtGetNumSignatureInputs: ["int", P, P],
  LiteRtGetNumSignatureOutputs: ["int", P, P],
  LiteRtGetSignatureInputTensorByIndex: ["int", P, "size_t", OUT],
  LiteRtGetSignatureOutputTensorByIndex: ["int", P, "size_t", OUT],
  LiteRtGetRankedTensorType: ["int", P, P],
  LiteRtCreateOptions: ["int", OUT],
  LiteRtSetOptionsHardwareAccelerators: ["int", P, "int"],
  LiteRtDestroyOptions: ["void", P],
  LiteRtCreateCompiledModel: ["int", P, P, P, OUT],
  LiteRtDestroyCompiledModel: ["void", P],
  LiteRtCreateManagedTensorBuffer: ["int", P, "int", P, "size_t", OUT],
  LiteRtDestroyTensorBuffer: ["void", P],
  LiteRtLockTensorBuffer: ["int", P, OUT, "int"],
  LiteRtUnlockTensorBuffer: ["int", P],
  LiteRtRunCompiledModel: ["int", P, "size_t", "size_t", P, "size_t", P],
} as const satisfies Record<string, readonly [string, ...string[]]>;

/**
 * Loads LiteRT into this process.
 * @throws Error of the dynamic linker
 */
export function openLitertLibrary(koffi: Koffi, file: string): LitertLibrary {
  const library = koffi.load(file);
  const functions = Object.entries(SIGNATURES).map(([name, [result, ...args]]) => {
    // A prototype, since only there a parameter says that it is filled.
    const parameters = args.map((type: string, index) => `${type} a${index}`).join(", ");
    return [name, library.func(`${result} ${name}(${parameters})`)];
  });
  const memcpy = koffi.load(null).func("memcpy", P, [P, P, "size_t"]);
  return {
    ...(Object.fromEntries(functions) as Omit<LitertLibrary, "copyIn" | "copyOut">),
    copyIn: (to, bytes) => void memcpy(to, bytes, bytes.byteLength),
    copyOut: (bytes, from) => void memcpy(bytes, from, bytes.byteLength),
  };
}
