/** One thing that the doctor looked for. */
export interface Finding {
  /** What it belongs to: `sandpiper`, `engines`, `build`, `inference`, `deploy`. */
  readonly group: string;
  readonly name: string;
  /** `broken`: it is there and cannot be used. */
  readonly state: "there" | "missing" | "broken";
  /** What was found, or what it would be good for. */
  readonly detail: string;
  /** Absolute; null for what is no file. */
  readonly path: string | null;
  /** What brings it, as a command or a page; null for what is there. */
  readonly next: string | null;
}

export const there = (group: string, name: string, detail: string, path: string | null = null): Finding => ({
  group,
  name,
  state: "there",
  detail,
  path,
  next: null,
});

export const missing = (group: string, name: string, detail: string, next: string): Finding => ({
  group,
  name,
  state: "missing",
  detail,
  path: null,
  next,
});
