import { createConfigure } from "../library/configure.ts";
import type { NativeModule } from "../library/native-module.ts";
import { type Library, openLibrary, type Pointer, type Result } from "../library/open-library.ts";
import { isOk, toModuleError } from "../library/result-error.ts";
import { type ClosableSource, createSource } from "./create-source.ts";
import { HostCalls } from "./host-calls.ts";

/** A loaded module and where its instances come from. */
export interface Installed {
  readonly module: NativeModule;
  readonly source: ClosableSource;
}

/** WasmEdge in this process. */
export class EnginePlace {
  readonly library: Library;
  readonly configure: Pointer;
  readonly #loader: Pointer;
  readonly #validator: Pointer;
  readonly #executor: Pointer;
  readonly #calls: HostCalls;

  constructor(path: string) {
    this.library = openLibrary(path);
    // It would write to standard output, which is the guest's.
    this.library.LogOff();
    this.configure = createConfigure(this.library);
    this.#loader = this.library.LoaderCreate(this.configure);
    this.#validator = this.library.ValidatorCreate(this.configure);
    this.#executor = this.library.ExecutorCreate(this.configure, null);
    this.#calls = new HostCalls(this.library);
  }

  /** @throws `E_MODULE_INVALID` */
  install(module: NativeModule): Installed {
    const { library } = this;
    const { code, name, memory, growRefusedGlobal } = module;
    const ast = this.#load(name, (out) =>
      code.kind === "compiled"
        ? library.LoaderParseFromFile(this.#loader, out, code.path)
        : library.LoaderParseFromBuffer(this.#loader, out, code.bytes, code.bytes.length),
    );
    const parts = { library, executor: this.#executor, calls: this.#calls, ast, memory, growRefusedGlobal };
    return { module, source: createSource(parts) };
  }

  /** @throws `E_MODULE_INVALID` */
  validate(bytes: Uint8Array, name: string): void {
    const ast = this.#load(name, (out) => this.library.LoaderParseFromBuffer(this.#loader, out, bytes, bytes.length));
    this.library.ASTModuleDelete(ast);
  }

  #load(name: string, parse: (out: [Pointer | null]) => Result): Pointer {
    const out: [Pointer | null] = [null];
    const parsed = parse(out);
    const ast = out[0];
    if (!isOk(parsed) || ast === null) throw toModuleError(this.library, parsed, name);
    const valid = this.library.ValidatorValidate(this.#validator, ast);
    if (!isOk(valid)) throw toModuleError(this.library, valid, name);
    return ast;
  }
}
