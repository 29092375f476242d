import { testEngine } from "@sandpiper/testkit";
import { createWasmEdgeEngine } from "../../packages/engine-wasmedge/src/index.ts";
import { skip, trixieWasmEdge } from "./support/trixie-wasmedge.ts";

const EXCEPTIONS = "WasmEdge compiles no exceptions";
const STACK = "compiled code does not count its stack: the system ends the process, which is told as a trap";

testEngine("wasmedge, compiled", {
  skip,
  create: (size) => createWasmEdgeEngine({ installation: trixieWasmEdge(), ...size }),
  pool: true,
  hostFolders: true,
  differences: {
    "an exception that nobody catches": { reason: EXCEPTIONS, end: "load:E_MODULE_INVALID" },
    "output over its limit, and catching what stops it": { reason: EXCEPTIONS, end: "load:E_MODULE_INVALID" },
    "the trap of a stack that overflows": { reason: STACK, end: "E_GUEST_TRAP", message: /SIGSEGV/ },
  },
});
