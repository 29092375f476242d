import { relative, sep } from "node:path";
import { watch } from "chokidar";
import type { Project } from "../project/project.ts";

export interface ProjectWatch {
  /** Watches what the project is made of now; folders outside it that it is built from too. */
  follow(project: Project): void;
  close(): Promise<void>;
}

export interface ProjectWatchOptions {
  /** Called with the absolute paths that changed, once things have been quiet for a moment. */
  onChange(paths: ReadonlySet<string>): void;
  /** Files cannot be watched, or no longer. */
  onError(error: unknown): void;
}

/** What no function is made of, or what building one writes; and where tools beside us write all the time. */
const IGNORED: ReadonlySet<string> = new Set([
  "node_modules",
  "target",
  ".git",
  ".sandpiper",
  ".next",
  ".netlify",
  ".vercel",
  ".wrangler",
]);
/** Editors and builds write several files in a row. */
const QUIET_MS = 80;

export function watchProject(root: string, options: ProjectWatchOptions): ProjectWatch {
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const followed = new Set([root]);
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (path) => isIgnored(path, followed),
  });
  watcher.on("all", (_event, path) => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = changed;
      changed = new Set();
      options.onChange(paths);
    }, QUIET_MS);
  });
  watcher.on("error", options.onError);
  return {
    follow(project) {
      for (const { source, wasm } of project.functions) {
        for (const path of [source, wasm]) {
          if (path === null || followed.has(path) || isBelow(path, root)) continue;
          followed.add(path);
          watcher.add(path);
        }
      }
    },
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** Whether `path` is `folder` or lies in it. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Only the part below what is followed counts: a project may itself lie in a folder named `target`. */
function isIgnored(path: string, followed: ReadonlySet<string>): boolean {
  for (const folder of followed) {
    if (isBelow(path, folder))
      return relative(folder, path)
        .split(sep)
        .some((part) => IGNORED.has(part));
  }
  return false;
}
