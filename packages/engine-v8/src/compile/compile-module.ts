import { SandpiperError } from "@sandpiper/core";
import type { PreparedModule } from "@sandpiper/engine";

/**
 * Compiles a prepared module.
 * @param original the bytes as they came, which a message is about: offsets in the prepared ones would mislead
 * @throws `E_MODULE_INVALID` with the engine's reason
 */
export async function compileModule(
  prepared: PreparedModule,
  original: Uint8Array,
  name = "module",
): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(prepared.bytes);
  } catch (error) {
    await WebAssembly.compile(original as Uint8Array<ArrayBuffer>).catch((ofOriginal: unknown) => {
      throw toModuleError(ofOriginal, name);
    });
    throw new SandpiperError("E_INTERNAL", `${name} is valid, but not once it was prepared`, { cause: error });
  }
}

/** What the engine says of bytes it does not compile, as one of ours. */
export function toModuleError(error: unknown, name = "module"): SandpiperError {
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ");
  return new SandpiperError("E_MODULE_INVALID", `${name} is not a valid WebAssembly module: ${reason}`, {
    hint: "It may be damaged, or use a feature of WebAssembly that this engine does not have.",
    cause: error,
  });
}
