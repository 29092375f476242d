/** How each runtime is told to run a program: its command line, as data. */
import { fileURLToPath } from "node:url";

export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly dirs: readonly { readonly host: string; readonly guest: string }[];
}

export interface Runtime {
  /** The command without its arguments; the option `--command` replaces it. */
  readonly command: readonly string[];
  readonly toArgs: (call: Invocation) => string[];
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const variables = (env: Invocation["env"]): string[] => Object.entries(env).map(([key, value]) => `${key}=${value}`);
const each = (flag: string, values: readonly string[]): string[] => values.flatMap((value) => [flag, value]);
const hostFirst = ({ dirs }: Invocation): string[] => dirs.map(({ host, guest }) => `${host}::${guest}`);

export const RUNTIMES = {
  /** The built command line of this checkout, as a person runs it. */
  sandpiper: {
    command: [process.execPath, here("../../../packages/cli/bin/sandpiper.js"), "run"],
    toArgs: (call) => [
      ...each("--dir", hostFirst(call)),
      ...each("--env", variables(call.env)),
      call.file,
      ...call.args,
    ],
  },
  /** `@sandpiper/wasi` alone, from source, without engine and command line. */
  direct: {
    command: [process.execPath, "--conditions=sandpiper-source", here("./direct.ts")],
    toArgs: (call) => [
      ...each("--dir", hostFirst(call)),
      ...each("--env", variables(call.env)),
      "--",
      call.file,
      ...call.args,
    ],
  },
  wasmtime: {
    command: ["wasmtime", "run"],
    toArgs: (call) => [
      ...each("--dir", hostFirst(call)),
      ...each("--env", variables(call.env)),
      call.file,
      ...call.args,
    ],
  },
  wasmedge: {
    command: ["wasmedge"],
    toArgs: (call) => [
      ...each(
        "--dir",
        call.dirs.map(({ host, guest }) => `${guest}:${host}`),
      ),
      ...each("--env", variables(call.env)),
      call.file,
      ...call.args,
    ],
  },
} satisfies Record<string, Runtime>;

export type RuntimeName = keyof typeof RUNTIMES;
