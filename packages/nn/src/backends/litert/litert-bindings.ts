/**
 * What we use of the bindings that LiteRT's module makes (`LiteRtWasm` of `@litertjs/core`, which does not export its type).
 * Everything with `delete` is a C++ object that lives until then.
 */
export interface LitertBindings {
  /** Views of the memory, made anew when it grows: never keep one over a call. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  /** 0 when there is no room. */
  _malloc(byteLength: number): number;
  _free(pointer: number): void;
  setupLogging(): void;
  readonly LiteRtEnvironment: { create(webGpuDevice: null): Deletable };
  /** Reads the model where it lies: the bytes must stay. */
  loadModel(environment: Deletable, pointer: number, byteLength: number): LitertModelHandle;
  /** At once in the builds without JSPI. */
  compileModel(environment: Deletable, model: LitertModelHandle, options: LitertCompileOptions): LitertCompiledModel;
  readonly LiteRtTensorBuffer: {
    createManaged(
      environment: Deletable,
      kind: unknown,
      type: LitertTensorType,
      byteLength: number,
    ): LitertTensorBuffer;
  };
  readonly LiteRtTensorBufferType: { readonly HOST_MEMORY: unknown };
  readonly LiteRtTensorBufferLockMode: { readonly READ: unknown; readonly WRITE: unknown };
}

export interface Deletable {
  delete(): void;
}

export interface LitertCompileOptions {
  readonly accelerator: "wasm";
  readonly cpuOptions: { readonly numThreads: number };
  readonly gpuOptions: object;
  readonly webNNOptions: object;
}

export interface LitertModelHandle extends Deletable {
  getSignature(signature: number): LitertSignature;
  getInputTensorType(signature: number, input: number): LitertTensorType;
  getOutputTensorType(signature: number, output: number): LitertTensorType;
}

export interface LitertSignature extends Deletable {
  inputNames(): Deletable & { size(): number };
  outputNames(): Deletable & { size(): number };
}

export interface LitertTensorType extends Deletable {
  bytes(): number;
}

export interface LitertCompiledModel extends Deletable {
  /** Buffers in the order of the subgraph; those it answers with are the caller's to delete. Many failures it only logs. */
  run(signature: number, inputs: readonly LitertTensorBuffer[]): LitertTensorBuffer[];
}

export interface LitertTensorBuffer extends Deletable {
  /** @returns the address of its bytes */
  lock(mode: unknown): number;
  unlock(): void;
  size(): number;
}

/** The package's script: starts one instance. */
export type LitertLoader = (options: {
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
  readonly instantiateWasm: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => void;
}) => Promise<LitertBindings>;
