import { SandpiperError } from "./errors.ts";

/**
 * Whether `bytes` begin as a core WebAssembly module does; says what they are instead.
 * @throws `E_MODULE_INVALID`
 */
export function checkModuleFormat(bytes: Uint8Array, name = "module"): void {
  if (bytes.length < 8 || bytes[0] !== 0 || bytes[1] !== 0x61 || bytes[2] !== 0x73 || bytes[3] !== 0x6d) {
    throw new SandpiperError("E_MODULE_INVALID", `${name} is not a WebAssembly module`);
  }
}
