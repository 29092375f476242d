import { SandpiperError } from "@sandpiper/core";
import { suggest } from "../output/suggest.ts";

/** What can execute modules: the settings' `engine`, the option `--engine`, the variable `SANDPIPER_ENGINE`. */
export const ENGINE_NAMES = ["v8", "wasmedge"] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

export const DEFAULT_ENGINE: EngineName = "v8";

/**
 * @param where what the name was written in, such as `--engine`
 * @throws `E_USAGE`
 */
export function toEngineName(text: string, where: string): EngineName {
  const found = ENGINE_NAMES.find((name) => name === text);
  if (found) return found;
  const near = suggest(text, ENGINE_NAMES);
  throw new SandpiperError(
    "E_USAGE",
    `${where}: there is no engine "${text}"${near ? `; did you mean "${near}"?` : ""}`,
    {
      hint: `There is ${ENGINE_NAMES.join(", ")}.`,
    },
  );
}

/**
 * The engine that is asked for whatever the settings say: by the option, else by the variable.
 * @throws `E_USAGE`
 */
export function askedEngine(option: EngineName | undefined): EngineName | undefined {
  const variable = process.env.SANDPIPER_ENGINE;
  return option ?? (variable ? toEngineName(variable, "SANDPIPER_ENGINE") : undefined);
}
