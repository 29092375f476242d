import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { TARGETS, type Target, type TargetName } from "@sandpiper/targets";

/** What a project can begin with. */
export interface Template {
  readonly summary: string;
  /** Whether it is made for a target, and then for which; null: for all that have a layer. */
  readonly targets: readonly TargetName[] | null | "none";
  /** Folders of `templates/` that it is made of: of files that several have, the later one's counts. */
  layers(target: string): readonly string[];
  /** Whether the reference functions and the SDK are part of it. */
  readonly references: boolean;
  /** What to do in its folder. */
  readonly next: readonly string[];
}

/** Every template, by name. */
export const TEMPLATES = {
  rust: {
    summary: "one function in Rust, compiled already, and nothing else",
    targets: "none",
    layers: () => ["rust"],
    references: false,
    next: ["npx sandpiper dev"],
  },
  web: {
    summary: "two functions for pictures and a page by Vite, ready to deploy",
    targets: null,
    layers: (target) => ["app", "page", `targets/${target}`, "web"],
    references: true,
    next: ["npm install", "npm run dev"],
  },
  next: {
    summary: "the same two functions and page, by Next.js",
    targets: ["vercel"],
    layers: (target) => ["app", "page", `targets/${target}`, "next"],
    references: true,
    next: ["npm install", "npm run dev"],
  },
} as const satisfies Readonly<Record<string, Template>>;

export type TemplateName = keyof typeof TEMPLATES;

/** The same depth in src and dist. */
export const TEMPLATES_FOLDER = fileURLToPath(new URL("../templates/", import.meta.url));

/** Targets that projects are made for: those with a layer of their own. */
export async function listTemplateTargets(): Promise<Target[]> {
  const layers = await readdir(`${TEMPLATES_FOLDER}targets`);
  return Object.values(TARGETS).filter(({ name }) => layers.includes(name));
}
