import { resolve } from "node:path";
import type { ParsedModelConfig } from "../config/schema.ts";
import type { ModelDefinition } from "./model-definition.ts";

/** @param at what messages call it */
export function toModelDefinition(root: string, at: string, model: ParsedModelConfig): ModelDefinition {
  if (typeof model === "string") {
    return { at, source: { path: resolve(root, model) }, encoding: undefined, labels: undefined, tags: undefined };
  }
  const { path, url, sha256, encoding, labels, tags } = model;
  return {
    at,
    source: path === undefined ? { url: url!, sha256: sha256! } : { path: resolve(root, path) },
    encoding,
    labels: typeof labels === "string" ? resolve(root, labels) : labels,
    tags,
  };
}
