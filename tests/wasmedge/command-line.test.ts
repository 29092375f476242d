/* What the command line promises of V8 holds of WasmEdge: its own tests, with the other engine asked for. */
import { trixieWasmEdge } from "./support/trixie-wasmedge.ts";

await trixieWasmEdge();
process.env.SANDPIPER_ENGINE = "wasmedge";
await import("../e2e/cli/run.test.ts");
await import("../e2e/cli/invoke.test.ts");
