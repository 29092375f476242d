/* What puts WasmEdge into an artifact; `packed` is what runs it there. */
export { packModule } from "./pack-module.ts";
export { HOST_FILE, KOFFI_FILE, type PackedModule, type PackedWasmEdge } from "./packed-module.ts";
export { readKoffi } from "./read-koffi.ts";
