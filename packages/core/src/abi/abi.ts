import type { WasiCall, WasiExit } from "../engine.ts";
import type { FunctionSettings } from "../function.ts";

/** An ABI's two halves: how a request becomes what a process gets, and how what it left becomes a response. */
export interface Abi {
  readonly name: AbiName;
  /** Arguments and environment for a request whose body has been read. */
  toCall(input: AbiInput): Pick<WasiCall, "args" | "env">;
  /**
   * The response to a run that ended with exit code 0.
   * @throws `E_GUEST_OUTPUT` when the output is not what the ABI asks for
   */
  toResponse(exit: WasiExit, input: AbiInput): Response;
}

export type AbiName = "stdio" | "cgi";

export interface AbiInput {
  readonly settings: FunctionSettings;
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The path prefix the function answers at, without a slash at its end; `""` for the root. */
  readonly mount: string;
  /** Address of the client, empty where it isn't known. */
  readonly remoteAddress: string;
}
