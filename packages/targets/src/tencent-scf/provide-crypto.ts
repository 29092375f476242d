import { webcrypto } from "node:crypto";

/** Node.js 18 has the Web's cryptography in a module only; the app and the engines take it from where Web APIs are. */
export function provideCrypto(): void {
  if (globalThis.crypto === undefined) {
    Object.defineProperty(globalThis, "crypto", { value: webcrypto, configurable: true, writable: true });
  }
}
