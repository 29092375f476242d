import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type DevServer, startDevServer } from "../support/dev-server.ts";
import { sandpiper } from "../support/run-sandpiper.ts";
import { makeGuests } from "./guests.ts";

const config = (text: string) => ({ "sandpiper.config.json": text });
/** A component's first bytes: the same magic, another version. */
const COMPONENT = Buffer.from("\0asm\x0d\0\x01\0", "latin1");
const FILES: Readonly<Record<string, Record<string, string | Uint8Array>>> = {
  ok: {
    ...(await makeGuests()),
    "text.wasm": "not wasm",
    "component.wasm": COMPONENT,
    "empty.wasm": "",
    "cut.wasm": "\0asm",
  },
  key: config('{ "functions": { "a": { "memroy": "1MiB" } } }'),
  unit: config('{ "functions": { "a": { "timeout": "5 parsecs" } } }'),
  type: config('{ "port": "eighty" }'),
  syntax: config("{"),
  route: { "a.wasm": "", "b.wasm": "", ...config('{ "functions": { "a": { "route": "/b" } } }') },
  none: {},
};
const root = temporaryFolder();
const folders = Object.fromEntries(Object.entries(FILES).map(([name, files]) => [name, temporaryFolder(files)]));
mkdirSync(join(root, "folder.wasm"));

interface Case {
  readonly args: readonly string[];
  /** Which of the folders it runs in; left out, an empty one. */
  readonly in?: string;
  readonly exit: 1 | 2;
  readonly code: string;
  readonly says: RegExp;
  readonly next: RegExp;
}

const CASES: readonly Case[] = [
  // The command line.
  { args: ["servee"], exit: 2, code: "E_USAGE", says: /servee/, next: /sandpiper --help/ },
  { args: ["rum"], exit: 2, code: "E_USAGE", says: /did you mean run/i, next: /sandpiper --help/ },
  { args: ["--frob"], exit: 2, code: "E_USAGE", says: /--frob/, next: /sandpiper --help/ },
  { args: ["run"], exit: 2, code: "E_USAGE", says: /argument 'file'/, next: /sandpiper help run/ },
  {
    args: ["run", "--tiemout", "5s", "x.wasm"],
    exit: 2,
    code: "E_USAGE",
    says: /did you mean --timeout/i,
    next: /help run/,
  },
  { args: ["run", "--timeout", "5", "x.wasm"], exit: 2, code: "E_USAGE", says: /--timeout: "5"/, next: /5s/ },
  { args: ["run", "--memory", "1 ton", "x.wasm"], exit: 2, code: "E_USAGE", says: /--memory: "1 ton"/, next: /MiB/ },
  {
    args: ["run", "--dir", "a::b::c", "x.wasm"],
    exit: 2,
    code: "E_USAGE",
    says: /--dir: "a::b::c"/,
    next: /HOST::GUEST/,
  },
  { args: ["run", "--env", "=x", "x.wasm"], exit: 2, code: "E_USAGE", says: /--env/, next: /NAME=VALUE/ },
  { args: ["invoke", "x", "--abi", "soap"], exit: 2, code: "E_USAGE", says: /soap/, next: /help invoke/ },
  {
    args: ["invoke", "a.wasm", "--header", "bad"],
    exit: 2,
    code: "E_USAGE",
    says: /--header: "bad"/,
    next: /Name: value/,
  },
  {
    args: ["invoke", "cat.wasm", "-X", "GET", "-d", "x"],
    in: "ok",
    exit: 2,
    code: "E_USAGE",
    says: /no request/,
    next: /--method/,
  },
  { args: ["dev", "--port", "http"], exit: 2, code: "E_USAGE", says: /--port: "http"/, next: /65535/ },
  { args: ["dev", "a", "b"], exit: 2, code: "E_USAGE", says: /too many arguments/, next: /help dev/ },
  { args: ["new"], exit: 2, code: "E_USAGE", says: /argument 'name'/, next: /help new/ },
  { args: ["new", "../evil"], exit: 2, code: "E_USAGE", says: /evil/, next: /./ },
  // Modules.
  { args: ["run", "nope.wasm"], exit: 1, code: "E_NOT_FOUND", says: /nope\.wasm/, next: /path/ },
  { args: ["run", join(root, "folder.wasm")], exit: 1, code: "E_MODULE_INVALID", says: /is a folder/, next: /\.wasm/ },
  {
    args: ["run", "text.wasm"],
    in: "ok",
    exit: 1,
    code: "E_MODULE_INVALID",
    says: /not WebAssembly/,
    next: /wasm32-wasip1/,
  },
  { args: ["run", "empty.wasm"], in: "ok", exit: 1, code: "E_MODULE_INVALID", says: /empty\.wasm/, next: /./ },
  { args: ["run", "cut.wasm"], in: "ok", exit: 1, code: "E_MODULE_INVALID", says: /cut\.wasm/, next: /./ },
  { args: ["run", "component.wasm"], in: "ok", exit: 1, code: "E_MODULE_INVALID", says: /component/, next: /./ },
  { args: ["run", "import.wasm"], in: "ok", exit: 1, code: "E_IMPORT_NOT_GRANTED", says: /env.*secret/, next: /./ },
  { args: ["invoke", "import.wasm"], in: "ok", exit: 1, code: "E_IMPORT_NOT_GRANTED", says: /env.*secret/, next: /./ },
  { args: ["invoke", "component.wasm"], in: "ok", exit: 1, code: "E_MODULE_INVALID", says: /component/, next: /./ },
  {
    args: ["run", "--dir", "nowhere", "cat.wasm"],
    in: "ok",
    exit: 1,
    code: "E_NOT_FOUND",
    says: /no folder nowhere/,
    next: /./,
  },
  {
    args: ["run", "--engine", "steam", "cat.wasm"],
    in: "ok",
    exit: 2,
    code: "E_USAGE",
    says: /steam/,
    next: /v8, wasmedge/,
  },
  // Functions and folders.
  {
    args: ["invoke", "catt"],
    in: "ok",
    exit: 1,
    code: "E_NOT_FOUND",
    says: /did you mean "cat"/,
    next: /There is .*tell/,
  },
  {
    args: ["invoke", "x"],
    in: "none",
    exit: 1,
    code: "E_NOT_FOUND",
    says: /no function "x"/,
    next: /holds no functions/,
  },
  {
    args: ["invoke", "cat", "-d", "@nope"],
    in: "ok",
    exit: 1,
    code: "E_NOT_FOUND",
    says: /--data: .*nope/,
    next: /--data -/,
  },
  {
    args: ["invoke", "cat", "-d", "x", "-o", "no/where"],
    in: "ok",
    exit: 2,
    code: "E_USAGE",
    says: /--output/,
    next: /folder/,
  },
  { args: ["dev", "nowhere"], exit: 1, code: "E_NOT_FOUND", says: /no folder .*nowhere/, next: /sandpiper new/ },
  { args: ["build", "nowhere"], exit: 1, code: "E_NOT_FOUND", says: /no folder .*nowhere/, next: /sandpiper new/ },
  // Settings.
  ...["dev", "build", "invoke"].map((command): Case => {
    const args = command === "invoke" ? ["invoke", "a"] : [command];
    return {
      args,
      in: "key",
      exit: 2,
      code: "E_CONFIG",
      says: /sandpiper\.config\.json: functions\.a\.memroy: .*"memory"/,
      next: /memory, timeout/,
    };
  }),
  {
    args: ["dev"],
    in: "unit",
    exit: 2,
    code: "E_CONFIG",
    says: /functions\.a\.timeout: "5 parsecs"/,
    next: /500ms, 5s/,
  },
  { args: ["dev"], in: "type", exit: 2, code: "E_CONFIG", says: /port: is not a port number/, next: /port/ },
  {
    args: ["dev"],
    in: "syntax",
    exit: 2,
    code: "E_CONFIG",
    says: /sandpiper\.config\.json: cannot be read/,
    next: /config\.md/,
  },
  { args: ["dev"], in: "route", exit: 2, code: "E_CONFIG", says: /"a" and "b" both answer at \/b/, next: /route/ },
];

for (const { args, in: folder, exit, code, says, next } of CASES) {
  test(`sandpiper ${args.join(" ").replace(root, "")}${folder ? ` (in ${folder})` : ""}: ${code}`, async () => {
    const ended = await sandpiper(args, { cwd: folder ? folders[folder]! : root, env: { PORT: "0" } });
    assert.equal(ended.stdout.toString(), "");
    const lines = ended.stderr.trimEnd().split("\n");
    assert.equal(lines.length, 2, ended.stderr);
    assert.ok(lines[0]!.startsWith(`error[${code}]: `), ended.stderr);
    assert.match(lines[0]!, says);
    assert.match(lines[1]!, /^ {2}next: /);
    assert.match(lines[1]!, next);
    assert.equal(ended.code, exit);
  });
}

test("with --json an error is one object", async () => {
  const { code, stderr } = await sandpiper(["build", "--json"], { cwd: folders.key! });
  assert.equal(code, 2);
  const { error } = JSON.parse(stderr);
  assert.equal(error.code, "E_CONFIG");
  assert.match(error.message, /memroy/);
  assert.ok(error.hint);
});

test("a variable PORT that is none", async () => {
  const { code, stderr } = await sandpiper(["dev"], { cwd: folders.none!, env: { PORT: "http" } });
  assert.equal(code, 2);
  assert.match(stderr, /^error\[E_USAGE\]: PORT: "http"/);
});

describe("a port in use", () => {
  let server: DevServer;
  before(async () => {
    server = await startDevServer(folders.none!);
  });
  after(() => server.stop());

  test("is one line and the next step", async () => {
    const { port } = new URL(server.url);
    const { code, stderr } = await sandpiper(["dev", "--port", port], { cwd: folders.none! });
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(`^error\\[E_PORT_IN_USE\\]: port ${port} .*\\n {2}next: .*--port ${Number(port) + 1}.*\\n$`),
    );
  });
});
