import { platform } from "node:os";
import type { Koffi } from "../koffi.ts";

/** A pointer; 0 or null is none. */
export type Pointer = bigint;

/** `TF_Output`: the n-th output of an operation. */
export interface OperationOutput {
  readonly oper: Pointer;
  readonly index: number;
}

/** `int64_t*` and the like, that the library fills or reads. */
type Numbers = BigInt64Array | BigUint64Array | Uint8Array;

/** What is called of TensorFlow's C API (`tensorflow/c/c_api.h`), by its names there. */
export interface TensorflowLibrary {
  readonly TF_Version: () => string;
  readonly TF_NewStatus: () => Pointer;
  readonly TF_DeleteStatus: (status: Pointer) => void;
  readonly TF_GetCode: (status: Pointer) => number;
  readonly TF_Message: (status: Pointer) => string;
  readonly TF_NewBufferFromString: (bytes: Uint8Array, length: number) => Pointer;
  readonly TF_DeleteBuffer: (buffer: Pointer) => void;
  readonly TF_GetAllOpList: () => Pointer;
  readonly TF_NewGraph: () => Pointer;
  readonly TF_DeleteGraph: (graph: Pointer) => void;
  readonly TF_NewImportGraphDefOptions: () => Pointer;
  readonly TF_DeleteImportGraphDefOptions: (options: Pointer) => void;
  readonly TF_GraphImportGraphDef: (graph: Pointer, def: Pointer, options: Pointer, status: Pointer) => void;
  readonly TF_GraphOperationByName: (graph: Pointer, name: string) => Pointer | null;
  readonly TF_OperationNumOutputs: (operation: Pointer) => number;
  readonly TF_OperationOutputType: (output: OperationOutput) => number;
  readonly TF_GraphGetTensorNumDims: (graph: Pointer, output: OperationOutput, status: Pointer) => number;
  readonly TF_GraphGetTensorShape: (
    graph: Pointer,
    output: OperationOutput,
    dimensions: Numbers,
    count: number,
    status: Pointer,
  ) => void;
  readonly TF_NewSessionOptions: () => Pointer;
  readonly TF_DeleteSessionOptions: (options: Pointer) => void;
  readonly TF_SetConfig: (options: Pointer, proto: Uint8Array, length: number, status: Pointer) => void;
  readonly TF_NewSession: (graph: Pointer, options: Pointer, status: Pointer) => Pointer | null;
  readonly TF_LoadSessionFromSavedModel: (
    options: Pointer,
    runOptions: null,
    folder: string,
    tags: readonly string[],
    tagCount: number,
    graph: Pointer,
    metaGraph: null,
    status: Pointer,
  ) => Pointer | null;
  readonly TF_CloseSession: (session: Pointer, status: Pointer) => void;
  readonly TF_DeleteSession: (session: Pointer, status: Pointer) => void;
  readonly TF_SessionRun: (
    session: Pointer,
    runOptions: Pointer | null,
    inputs: Uint8Array,
    inputValues: BigUint64Array,
    inputCount: number,
    outputs: Uint8Array,
    outputValues: BigUint64Array,
    outputCount: number,
    targets: null,
    targetCount: number,
    runMetadata: null,
    status: Pointer,
  ) => void;
  readonly TF_AllocateTensor: (type: number, dimensions: Numbers, rank: number, bytes: number) => Pointer | null;
  readonly TF_DeleteTensor: (tensor: Pointer) => void;
  readonly TF_TensorType: (tensor: Pointer) => number;
  readonly TF_NumDims: (tensor: Pointer) => number;
  readonly TF_Dim: (tensor: Pointer, axis: number) => number | bigint;
  readonly TF_TensorByteSize: (tensor: Pointer) => number | bigint;
  readonly TF_TensorData: (tensor: Pointer) => Pointer | null;
  /** Copies into and out of the memory of a tensor. */
  readonly copyIn: (to: Pointer, bytes: Uint8Array) => void;
  readonly copyOut: (bytes: Uint8Array, from: Pointer) => void;
  /** The bytes of a `TF_Buffer`. */
  readonly bufferBytes: (buffer: Pointer) => Uint8Array;
}

const P = "void *";

/** Result and arguments of each, with `{out}` for `TF_Output` by value. */
const SIGNATURES = {
  TF_Version: ["str"],
  TF_NewStatus: [P],
  TF_DeleteStatus: ["void", P],
  TF_GetCode: ["int", P],
  TF_Message: ["str", P],
  TF_NewBufferFromString: [P, P, "size_t"],
  TF_DeleteBuffer: ["void", P],
  TF_GetAllOpList: [P],
  TF_NewGraph: [P],
  TF_DeleteGraph: ["void", P],
  TF_NewImportGraphDefOptions: [P],
  TF_DeleteImportGraphDefOptions: ["void", P],
  TF_GraphImportGraphDef: ["void", P, P, P, P],
  TF_GraphOperationByName: [P, P, "str"],
  TF_OperationNumOutputs: ["int", P],
  TF_OperationOutputType: ["int", "{out}"],
  TF_GraphGetTensorNumDims: ["int", P, "{out}", P],
  TF_GraphGetTensorShape: ["void", P, "{out}", P, "int", P],
  TF_NewSessionOptions: [P],
  TF_DeleteSessionOptions: ["void", P],
  TF_SetConfig: ["void", P, P, "size_t", P],
  TF_NewSession: [P, P, P, P],
  TF_LoadSessionFromSavedModel: [P, P, P, "str", "str *", "int", P, P, P],
  TF_CloseSession: ["void", P, P],
  TF_DeleteSession: ["void", P, P],
  TF_SessionRun: ["void", P, P, P, P, "int", P, P, "int", P, "int", P, P],
  TF_AllocateTensor: [P, "int", P, "int", "size_t"],
  TF_DeleteTensor: ["void", P],
  TF_TensorType: ["int", P],
  TF_NumDims: ["int", P],
  TF_Dim: ["int64_t", P, "int"],
  TF_TensorByteSize: ["size_t", P],
  TF_TensorData: [P, P],
} as const satisfies Record<string, readonly [string, ...string[]]>;

/** `RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE` of `dlfcn.h`. */
const DLOPEN_FLAGS = platform() === "darwin" ? 0x2 | 0x8 | 0x80 : 0x2 | 0x100 | 0x1000;

/**
 * Loads TensorFlow into this process, for good: its threads never end, so it must not be unloaded with the thread that asked for it.
 * @param files in the order they need each other, the one with the C API last
 * @throws Error of the dynamic linker
 */
export function openLibrary(koffi: Koffi, files: readonly string[]): TensorflowLibrary {
  const process = koffi.load(null);
  // The C library's own environment: `process.env` of a worker thread is a copy that getenv() never sees. 3: fatal errors only.
  const setenv = process.func("setenv", "int", ["str", "str", "int"]);
  setenv("TF_CPP_MIN_LOG_LEVEL", "3", 0);
  const dlopen = process.func("dlopen", P, ["str", "int"]);
  const dlerror = process.func("dlerror", "str", []);
  for (const file of files) if (dlopen(file, DLOPEN_FLAGS) === null) throw new Error(String(dlerror()));
  const library = koffi.load(files.at(-1)!, { lazy: true });
  const output = koffi.struct({ oper: P, index: "int" });
  const buffer = koffi.struct({ data: P, length: "size_t", dealloc: P });
  const functions = Object.fromEntries(
    Object.entries(SIGNATURES).map(([name, [result, ...args]]) => [
      name,
      library.func(
        name,
        result,
        args.map((type: string) => (type === "{out}" ? output : type)),
      ),
    ]),
  ) as unknown as Omit<TensorflowLibrary, "copyIn" | "copyOut" | "bufferBytes">;
  // A typed array is handed to C as it lies in memory, not as a copy.
  const memcpy = process.func("memcpy", P, [P, P, "size_t"]);
  const copyOut = (bytes: Uint8Array, from: Pointer) => {
    if (bytes.byteLength > 0) memcpy(bytes, from, bytes.byteLength);
  };
  return {
    ...functions,
    copyIn: (to, bytes) => {
      if (bytes.byteLength > 0) memcpy(to, bytes, bytes.byteLength);
    },
    copyOut,
    bufferBytes: (pointer) => {
      const { data, length } = koffi.decode(pointer, buffer) as { data: Pointer; length: number | bigint };
      const bytes = new Uint8Array(Number(length));
      copyOut(bytes, data);
      return bytes;
    },
  };
}
