import { testEngine } from "@sandpiper/testkit";
import { debianRootPath } from "../../packages/cli/src/toolchain/debian-root.ts";
import { createCommandLineEngine, findCommandLine } from "../../packages/engine-wasmedge/src/index.ts";
import { skip, trixieWasmEdge } from "./support/trixie-wasmedge.ts";

const EXCEPTIONS = "WasmEdge compiles no exceptions";
const NOT_TOLD = "the program does not tell that memory was refused";
const SEVERAL =
  !skip && trixieWasmEdge().version.startsWith("0.14.")
    ? { reason: "it takes one memory", end: "load:E_MODULE_INVALID" }
    : { reason: NOT_TOLD, end: "E_GUEST_TRAP" };

testEngine("wasmedge, its command line", {
  skip,
  async create(size) {
    const installation = await findCommandLine({ roots: [debianRootPath()] });
    if (installation === null) throw new Error("there is a library and no program");
    return createCommandLineEngine({ installation, ...size });
  },
  pool: true,
  hostFolders: true,
  tellsMemory: false,
  differences: {
    "arguments and environment": { reason: "the program names a guest by the module's path" },
    "an exit code of more than 8 bits": { reason: "a process has no more", end: "7" },
    "the trap of a stack that overflows": { reason: "compiled code does not count its stack", end: "E_GUEST_TRAP" },
    "an exception that nobody catches": { reason: EXCEPTIONS, end: "load:E_MODULE_INVALID" },
    "output over its limit, and catching what stops it": { reason: EXCEPTIONS, end: "load:E_MODULE_INVALID" },
    "a list out of its memory": { reason: "its WASI answers `inval`", end: "28" },
    "a memory that grows for ever": { reason: NOT_TOLD, end: "E_GUEST_TRAP" },
    "several memories that grow for ever": SEVERAL,
    "a table that grows for ever": { reason: "tables have no limit there" },
    "a start function that uses WASI": { reason: "its WASI has no memory yet" },
    "a folder in memory that is only read": { reason: "its WASI answers `notcapable`", end: "76" },
  },
});
