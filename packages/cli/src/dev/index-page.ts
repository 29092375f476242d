import { formatSize } from "@sandpiper/core";
import { formatRoute } from "../config/route.ts";
import type { LiveFunction } from "./function-set.ts";

/** One function for people and programs who look for it: `GET /_sandpiper/functions`. */
export interface FunctionInfo {
  readonly name: string;
  readonly path: string;
  /** Left out: all of them. */
  readonly methods?: readonly string[];
  readonly abi: string;
  readonly moduleBytes: number | null;
  readonly description?: string;
  /** Why it does not serve, or serves an older version. */
  readonly error?: { readonly code: string; readonly message: string };
}

export function toFunctionInfo({ definition, moduleBytes, error }: LiveFunction): FunctionInfo {
  const { name, route, abi, description } = definition;
  return {
    name,
    path: route.path,
    ...(route.methods ? { methods: route.methods } : {}),
    abi,
    moduleBytes,
    ...(description ? { description } : {}),
    ...(error ? { error: { code: error.code, message: error.message } } : {}),
  };
}

/** The page at `/` of a project that has no page of its own. */
export function renderIndexPage(functions: readonly LiveFunction[]): string {
  const rows = functions.map((live) => {
    const { definition, moduleBytes, error } = live;
    const about = error ? `${error.code}: ${error.message}` : (definition.description ?? "");
    const size = moduleBytes === null ? "" : formatSize(moduleBytes);
    return `<tr><td><a href="${definition.route.path}">${escapeHtml(definition.name)}</a><td>${escapeHtml(formatRoute(definition.route))}<td>${size}<td>${escapeHtml(about)}`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sandpiper</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 48rem; padding: 0 1rem; color-scheme: light dark; }
  td { padding: 0.2rem 1.5rem 0.2rem 0; vertical-align: top; }
</style>
<h1>Functions</h1>
${rows.length === 0 ? "<p>None yet. Put a .wasm file or a crate into functions/.</p>" : `<table>\n${rows.join("\n")}\n</table>`}
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
