import type { Abi, AbiName } from "./abi.ts";
import { cgi } from "./cgi.ts";
import { stdio } from "./stdio.ts";

/** Every ABI by its name in the settings. */
export const ABIS: Readonly<Record<AbiName, Abi>> = { stdio, cgi };
