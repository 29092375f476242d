import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { runTool } from "./run-tool.ts";

/** What of a runtime's settings (runtime-spec, config.md) these tests look at or set. */
export interface RuntimeSettings {
  process: { terminal: boolean; args: string[]; env: string[]; user: { uid: number; gid: number } };
  root: { readonly?: boolean };
  annotations: Record<string, string>;
  linux: { namespaces: { type: string }[] };
}

/** Unpacks an image of a layout with umoci, as a container runtime takes it. */
export function makeBundle(
  layout: string,
  name: string,
  { hostNetwork = false } = {},
): { folder: string; settings: RuntimeSettings } {
  const folder = join(temporaryFolder(), "bundle");
  runTool("umoci", ["unpack", "--image", `${layout}:${name}`, folder]);
  const file = join(folder, "config.json");
  const settings = JSON.parse(readFileSync(file, "utf8")) as RuntimeSettings;
  settings.process.terminal = false;
  if (hostNetwork) settings.linux.namespaces = settings.linux.namespaces.filter(({ type }) => type !== "network");
  writeFileSync(file, JSON.stringify(settings));
  return { folder, settings };
}
