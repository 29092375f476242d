import { relative } from "node:path";
import type { CreatedProject } from "./create-project.ts";
import { TEMPLATES } from "./templates.ts";

/** With more files than this, folders are told instead of their files. */
const MOST_FILES = 12;

/** What was made, for people. Paths are relative to the working directory. */
export function formatCreated({ dir, files, target }: CreatedProject): string {
  const lines = files.length > MOST_FILES ? toFolders(files) : files;
  return [`Made ${toFolder(dir)}${target ? ` for ${target.title}` : ""}`, ...lines.map((line) => `  ${line}`)].join(
    "\n",
  );
}

/** What to run now, one command after the other. */
export function toNextCommands({ dir, template }: CreatedProject): string[] {
  const folder = toFolder(dir);
  return [...(folder === "." ? [] : [`cd ${quote(folder)}`]), ...TEMPLATES[template].next];
}

function toFolder(dir: string): string {
  const short = relative(process.cwd(), dir);
  return short === "" ? "." : short.startsWith("..") ? dir : short;
}

/** What lies in the project's own folder; of a folder, how many files are in it. */
function toFolders(files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const slash = file.indexOf("/");
    const top = slash === -1 ? file : file.slice(0, slash + 1);
    counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  return [...counts].map(([top, count]) =>
    top.endsWith("/") ? `${top} (${count} file${count === 1 ? "" : "s"})` : top,
  );
}

/** As a shell wants it. */
function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
