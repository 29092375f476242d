import { parseDuration, parseSize, SandpiperError, toSandpiperError } from "@sandpiper/core";

import { type EngineName, toEngineName } from "../engine/engine-name.ts";
import type { ModelDefinition } from "../models/model-definition.ts";
import { toModelDefinition } from "../models/to-model-definition.ts";

/** Makes of a reader of settings a reader of an option: what it refuses is then a matter of the command line. */
function asOption<T>(option: string, parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      const { message, hint } = toSandpiperError(error);
      throw new SandpiperError("E_USAGE", `${option}: ${message}`, { ...(hint ? { hint } : {}), cause: error });
    }
  };
}

export const timeoutOption = asOption("--timeout", (text) => atMost(parseDuration(text), 24 * 3_600_000, "24h"));
export const memoryOption = asOption("--memory", (text) => atMost(parseSize(text), 4 * 1024 ** 3, "4GiB"));

export const portOption = asOption("--port", parsePort);

export const engineOption = (text: string): EngineName => toEngineName(text, "--engine");

/** @throws `E_USAGE` */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new SandpiperError("E_USAGE", `"${text}" is not a port number`, { hint: "Write a number from 0 to 65535." });
}

/** For an option that may be given several times. */
export function collect<T>(parse: (text: string) => T): (text: string, before: readonly T[] | undefined) => T[] {
  return (text, before) => [...(before ?? []), parse(text)];
}

/** `K=V`, or `K` for the value it has here. A variable that is not set here is not set there. */
export function parseVariable(text: string): readonly [string, string] | null {
  const at = text.indexOf("=");
  const name = at === -1 ? text : text.slice(0, at);
  if (name === "") {
    throw new SandpiperError("E_USAGE", `--env: "${text}" names no variable`, {
      hint: "Write --env NAME=VALUE, or --env NAME for the value it has here.",
    });
  }
  if (at !== -1) return [name, text.slice(at + 1)];
  const value = process.env[name];
  return value === undefined ? null : [name, value];
}

export function toEnvironment(variables: readonly (readonly [string, string] | null)[] = []): Record<string, string> {
  return Object.fromEntries(variables.filter((variable) => variable !== null));
}

export interface DirectoryOption {
  readonly host: string;
  readonly guest: string;
  readonly readOnly: boolean;
}

/** What a command line may give a guest; times are milliseconds, sizes bytes. A null of `env` names what is not set here. */
export interface GuestOptions {
  readonly engine?: EngineName;
  readonly dir?: readonly DirectoryOption[];
  readonly env?: readonly (readonly [string, string] | null)[];
  readonly model?: readonly ModelOption[];
  readonly timeout?: number;
  readonly memory?: number;
}

/** `HOST`, `HOST::GUEST` or `HOST::GUEST::ro`. */
export function parseDirectory(text: string): DirectoryOption {
  const [host = "", guest = host, mode, ...rest] = text.split("::");
  if (host === "" || guest === "" || rest.length > 0 || (mode !== undefined && mode !== "ro" && mode !== "rw")) {
    throw new SandpiperError("E_USAGE", `--dir: "${text}" is not a folder of this machine and its name in the guest`, {
      hint: "Write --dir HOST::GUEST such as --dir ./data::/data, and ::ro behind it for read-only.",
    });
  }
  return { host, guest, readOnly: mode === "ro" };
}

export interface ModelOption {
  readonly name: string;
  readonly path: string;
  readonly labels: string | undefined;
}

/** `NAME=FILE`, or `NAME=FILE::LABELS`. */
export function parseModel(text: string): ModelOption {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(at, 0));
  const [path = "", labels, ...rest] = text.slice(at + 1).split("::");
  if (name === "" || path === "" || labels === "" || rest.length > 0) {
    throw new SandpiperError("E_USAGE", `--model: "${text}" is not a name and a model's file`, {
      hint: "Write --model NAME=FILE such as --model birds=birds.tflite, and ::FILE behind it for a file of labels.",
    });
  }
  return { name, path, labels };
}

export function toModels(options: readonly ModelOption[] = []): Record<string, ModelDefinition> {
  return Object.fromEntries(
    options.map(({ name, path, labels }) => [
      name,
      toModelDefinition(process.cwd(), `--model ${name}`, labels === undefined ? path : { path, labels }),
    ]),
  );
}

/** `Name: value`. */
export function parseHeader(text: string): readonly [string, string] {
  const at = text.indexOf(":");
  const pair = [text.slice(0, Math.max(at, 0)).trim(), text.slice(at + 1).trim()] as const;
  try {
    new Headers([[...pair]]);
    return pair;
  } catch (cause) {
    throw new SandpiperError("E_USAGE", `--header: "${text}" is not a header`, {
      hint: 'Write --header "Name: value".',
      cause,
    });
  }
}

function atMost(value: number, most: number, text: string): number {
  if (value <= most) return value;
  throw new SandpiperError("E_USAGE", `more than ${text}, the most there can be`, { hint: "Take less." });
}
