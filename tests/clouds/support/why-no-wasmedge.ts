import { checkDebianSupport } from "../../../packages/cli/src/toolchain/debian-support.ts";

/** Why no artifact with WasmEdge can be made on this machine; false when one can. */
export async function whyNoWasmEdge(): Promise<string | false> {
  try {
    await checkDebianSupport({ making: true });
    return false;
  } catch (error) {
    return `no artifact with WasmEdge can be made here: ${(error as Error).message}`;
  }
}
