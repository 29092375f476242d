import { SandpiperError } from "@sandpiper/core";
import type { Library, Result } from "./open-library.ts";

/** `WasmEdge_Result` of a host function that ends the guest. */
export const TERMINATED: Result = { Code: 1 };
export const SUCCESS: Result = { Code: 0 };

/** Codes of making an instance, not of running it: 0x300 to 0x3ff in WasmEdge's `enum.inc`. */
const isOfLinking = (code: number): boolean => code >> 8 === 3;

/** Whether all went well, or a host function ended it. */
export const isOk = ({ Code }: Result): boolean => Code <= TERMINATED.Code;

/**
 * What V8 would throw for the same: a trap is a `RuntimeError` in the words of the specification's tests, which WasmEdge
 * uses too.
 */
export function toThrown(library: Library, result: Result): Error {
  const message = library.ResultGetMessage(result);
  return isOfLinking(result.Code & 0xffff) ? new WebAssembly.LinkError(message) : new WebAssembly.RuntimeError(message);
}

/** A module that WasmEdge does not take. */
export function toModuleError(library: Library, result: Result, name: string): SandpiperError {
  return new SandpiperError(
    "E_MODULE_INVALID",
    `${name} is not a valid WebAssembly module: ${library.ResultGetMessage(result)}`,
    {
      hint: "It may be damaged, or use a feature of WebAssembly that this engine does not have; the engine v8 has more.",
    },
  );
}
