import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SandpiperError } from "@sandpiper/core";
import { displayPath } from "../output/display-path.ts";
import { parseConfig } from "./parse-config.ts";
import type { ParsedConfig } from "./schema.ts";

/** The names a settings file may have, in the order they are looked for. */
export const CONFIG_FILES = ["ts", "js", "mjs", "json", "toml"].map((extension) => `sandpiper.config.${extension}`);

export interface LoadedConfig {
  /** Absolute path; null when the folder has none. */
  readonly file: string | null;
  readonly config: ParsedConfig;
}

/**
 * Reads the settings of the project at `root`. A file that is a program is run, with the rights of this process.
 * @throws `E_CONFIG`
 */
export async function loadConfig(root: string): Promise<LoadedConfig> {
  const found = CONFIG_FILES.map((name) => join(root, name)).filter((file) => existsSync(file));
  if (found.length > 1) {
    throw new SandpiperError("E_CONFIG", `two settings files: ${found.map(displayPath).join(" and ")}`, {
      hint: "Keep one of them.",
    });
  }
  const file = found[0];
  if (file === undefined) return { file: null, config: {} };
  const name = displayPath(file);
  let value: unknown;
  try {
    value = await readConfig(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new SandpiperError("E_CONFIG", `${name}: cannot be read: ${reason}`, {
      hint: "Mend the file; every key is described in docs/reference/config.md.",
      cause: error,
    });
  }
  return { file, config: parseConfig(value, name) };
}

async function readConfig(file: string): Promise<unknown> {
  if (file.endsWith(".json")) return JSON.parse(stripMark(await readFile(file, "utf8")));
  if (file.endsWith(".toml")) {
    const { parse } = await import("smol-toml");
    return parse(stripMark(await readFile(file, "utf8")));
  }
  // Node's own loader keeps a module for ever and needs `sandpiper` installed beside the file: jiti does neither.
  const { createJiti } = await import("jiti");
  const source = import.meta.url.endsWith(".ts");
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    alias: { sandpiper: fileURLToPath(new URL(source ? "../index.ts" : "../index.js", import.meta.url)) },
  });
  const text = await readFile(file, "utf8");
  const module = await jiti.evalModule(text, { filename: file, ext: extname(file), async: true, forceTranspile: true });
  return (module as { readonly default?: unknown }).default;
}

function stripMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
