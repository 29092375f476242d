/**
 * What a program of the public suite is to be given and must do: the JSON file of the same name beside it. The format
 * is the suite's `doc/specification.md`; a missing file or key means nothing is given or asked for.
 */
import { existsSync, readFileSync } from "node:fs";

export interface Manifest {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Directories beside the program, each known to the guest by this same name (the older layout). */
  readonly dirs: readonly string[];
  /** A directory beside the program that the guest knows as `/` (the newer layout). */
  readonly root: string | undefined;
  readonly stdin: string;
  readonly exitCode: number;
  /** What must have been written, to the byte; undefined: anything. */
  readonly stdout: string | undefined;
  readonly stderr: string | undefined;
}

/** How each key of the file is read; one that is not here could ask for something the runner does not check. */
const READERS = {
  args: (value: unknown) => ({ args: array(value).map(string) }),
  env: (value: unknown) => ({ env: Object.fromEntries(Object.entries(object(value)).map(([k, v]) => [k, string(v)])) }),
  dirs: (value: unknown) => ({ dirs: array(value).map(string) }),
  root: (value: unknown) => ({ root: string(value) }),
  stdin: (value: unknown) => ({ stdin: string(value) }),
  exit_code: (value: unknown) => ({ exitCode: number(value) }),
  stdout: (value: unknown) => ({ stdout: string(value) }),
  stderr: (value: unknown) => ({ stderr: string(value) }),
  world: () => ({}),
} satisfies Record<string, (value: unknown) => Partial<Manifest>>;

const EMPTY: Manifest = {
  args: [],
  env: {},
  dirs: [],
  root: undefined,
  stdin: "",
  exitCode: 0,
  stdout: undefined,
  stderr: undefined,
};

/** @throws Error when the file asks for something that is not known here */
export function readManifest(path: string): Manifest {
  if (!existsSync(path)) return EMPTY;
  return toManifest(JSON.parse(readFileSync(path, "utf8")));
}

export function toManifest(json: unknown): Manifest {
  let manifest = EMPTY;
  for (const [key, value] of Object.entries(object(json))) {
    if (!Object.hasOwn(READERS, key)) throw new Error(`the manifest has an unknown key ${JSON.stringify(key)}`);
    manifest = { ...manifest, ...READERS[key as keyof typeof READERS](value) };
  }
  return manifest;
}

function array(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`the manifest has ${JSON.stringify(value)} where a list belongs`);
  return value;
}

function object(value: unknown): object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`the manifest has ${JSON.stringify(value)} where an object belongs`);
  }
  return value;
}

function string(value: unknown): string {
  if (typeof value !== "string") throw new Error(`the manifest has ${JSON.stringify(value)} where text belongs`);
  return value;
}

function number(value: unknown): number {
  if (typeof value !== "number") throw new Error(`the manifest has ${JSON.stringify(value)} where a number belongs`);
  return value;
}
