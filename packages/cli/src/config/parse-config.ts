import { SandpiperError } from "@sandpiper/core";
import type { z } from "zod";
import { suggest } from "../output/suggest.ts";
import {
  configSchema,
  directorySchema,
  functionSchema,
  inferenceSchema,
  modelSchema,
  type ParsedConfig,
} from "./schema.ts";

/**
 * Checks what a settings file says.
 * @param file what messages call the file, usually its path relative to the current folder
 * @throws `E_CONFIG`, with the path of the first wrong key
 */
export function parseConfig(value: unknown, file: string): ParsedConfig {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SandpiperError("E_CONFIG", `${file}: holds no settings object`, {
      hint: "Export `defineConfig({ ... })` as the default, or write one JSON object.",
    });
  }
  const result = configSchema.safeParse(value, { error: describeType });
  if (result.success) return result.data;
  const problems = result.error.issues.map(describe);
  const { message, hint } = problems[0]!;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  throw new SandpiperError("E_CONFIG", `${file}: ${message}${more}`, hint ? { hint } : {});
}

/** Zod's own words for a wrong type, in ours; where the schema has better ones, those are taken. */
function describeType(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== "invalid_type") return undefined;
  if (issue.input === undefined) return "is missing";
  return `is not ${NOUNS[String(issue.expected)] ?? issue.expected}`;
}

const NOUNS: Readonly<Record<string, string>> = {
  string: "a text",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
};

interface Problem {
  readonly message: string;
  readonly hint?: string | undefined;
}

function describe(issue: z.core.$ZodIssue): Problem {
  if (issue.code === "invalid_union") {
    // Of the forms it may have, the one that it has but for a fault.
    const inner = issue.errors.flatMap(([first]) => (first && first.code !== "invalid_type" ? [first] : [])).at(-1);
    if (inner) return describe({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue);
  }
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]!;
    const known = knownKeys(path);
    const near = suggest(key, known);
    return {
      message: `${[...path, key].join(".")}: unknown key${near ? `; did you mean "${near}"?` : ""}`,
      hint: `Known here: ${known.join(", ")}.`,
    };
  }
  // A record's bad key says what is wrong with the key in an issue of its own.
  const message = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const hint = issue.code === "custom" ? (issue.params?.hint as string | undefined) : undefined;
  return { message: `${path.join(".") || "settings"}: ${lowerFirst(message)}`, hint: hint ?? hintFor(path) };
}

function knownKeys(path: readonly string[]): string[] {
  if (path.length === 0) return Object.keys(configSchema.shape);
  if (path[0] === "inference") return Object.keys(inferenceSchema.shape);
  if (path[2] === "models") return Object.keys(modelSchema.shape);
  if (path.length === 2) return Object.keys(functionSchema.shape);
  return Object.keys(directorySchema.shape);
}

/** What the schema says about the key that a path leads to. */
function hintFor(path: readonly string[]): string | undefined {
  const shape: Readonly<Record<string, z.ZodType>> =
    path[0] === "functions" ? functionSchema.shape : configSchema.shape;
  const key = path[0] === "functions" ? path[2] : path[0];
  if (key === undefined || !Object.hasOwn(shape, key)) return undefined;
  return `${key}: ${shape[key]!.description}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
