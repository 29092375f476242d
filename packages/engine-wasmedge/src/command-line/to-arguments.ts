import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type DirectoryGrant, type Limits, SandpiperError, type WasiCall } from "@sandpiper/core";
import { isOlder } from "../find/is-older.ts";

const PAGE_BYTES = 65_536;

export interface Guest {
  readonly name: string;
  /** The module or its native code. */
  readonly path: string;
  readonly limits: Limits;
  readonly directories: readonly DirectoryGrant[];
  /** Of the WasmEdge that runs it, such as `0.14.1`. */
  readonly version: string;
}

export interface CommandLine {
  readonly args: readonly string[];
  /** Takes away what was made for the run. */
  clean(): void;
}

/**
 * What `wasmedge` is told to run a guest. Folders in memory become folders of files for as long as the run takes. What comes first
 * of a guest's arguments is its own name, which the program makes up itself: the module's path.
 * @throws `E_USAGE` for an argument or a variable that no guest can be told
 */
export function toArguments(
  { name, path, limits, directories, version }: Guest,
  { args, env }: Pick<WasiCall, "args" | "env">,
): CommandLine {
  const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  if ([...args, ...variables].some((text) => text.includes("\0"))) {
    throw new SandpiperError("E_USAGE", `${name} cannot be called so: a text has a NUL character`);
  }
  const made: string[] = [];
  const folders = directories.map((grant) => {
    const host = grant.host ?? make(grant.files ?? {}, made);
    return `${grant.guest}:${host}${grant.readOnly ? ":readonly" : ""}`;
  });
  return {
    args: [
      // Since 0.17 what was compiled is interpreted unless this is asked for.
      ...(isOlder(version, "0.17.0") ? [] : ["--run-mode", "aot"]),
      ...folders.flatMap((folder) => ["--dir", folder]),
      ...variables.flatMap((variable) => ["--env", variable]),
      ...["--memory-page-limit", String(Math.floor(limits.memoryBytes / PAGE_BYTES))],
      path,
      ...args.slice(1),
    ],
    clean: () => {
      for (const folder of made) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function make(files: Readonly<Record<string, Uint8Array>>, made: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "sandpiper-guest-"));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
