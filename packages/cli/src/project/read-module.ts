import { readFile } from "node:fs/promises";
import { SandpiperError } from "@sandpiper/core";
import { displayPath } from "../output/display-path.ts";

/** @throws `E_NOT_FOUND`, `E_MODULE_INVALID` when it is a folder */
export async function readModule(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new SandpiperError("E_NOT_FOUND", `there is no file ${displayPath(path)}`, {
        hint: "Correct the path, or build it first: sandpiper build",
        cause: error,
      });
    }
    const reason = code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw new SandpiperError("E_MODULE_INVALID", `${displayPath(path)} ${reason}, not a WebAssembly module`, {
      hint: "Name a .wasm file.",
      cause: error,
    });
  }
}
