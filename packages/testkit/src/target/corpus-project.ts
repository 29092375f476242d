import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compileWat } from "../fixtures/compile-wat.ts";
import { makeGuests, says } from "../fixtures/guests.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";
import { patternBytes } from "./corpus-case.ts";

const CGI_ENV = fileURLToPath(new URL("../../../../examples/functions/cgi-env/cgi-env.wasm", import.meta.url));

/**
 * Counts for about a second, then says so. By counting: in some places no time passes while a function computes.
 */
const SLOW = says("done").replace(
  '(func (export "_start")',
  '(func (export "_start") (local $n i32) (loop $l (br_if $l (i32.ne (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 1000000000))))',
);

/** Paths are those of `corpus`. `reply` answers with the CGI response that it is sent. */
const SETTINGS = {
  functions: {
    echo: { wasm: "guests/cat.wasm", contentType: "application/octet-stream" },
    "deep-echo": { wasm: "guests/cat.wasm", route: "/deep/er/echo" },
    small: { wasm: "guests/cat.wasm", maxBody: "1KiB" },
    "only-post": { wasm: "guests/cat.wasm", route: "POST /only-post" },
    reply: { wasm: "guests/cat.wasm", abi: "cgi" },
    "cgi-env": { wasm: "guests/cgi-env.wasm", abi: "cgi" },
    trap: { wasm: "guests/trap.wasm" },
    exit: { wasm: "guests/exit7.wasm" },
    slow: { wasm: "guests/slow.wasm" },
  },
  static: "./site",
};

/** Writes the project that the corpus is replayed against; its folder. */
export async function makeCorpusProject(): Promise<string> {
  const made = await makeGuests();
  const guests = ["cat.wasm", "trap.wasm", "exit7.wasm"].map((name) => [`guests/${name}`, made[name]!] as const);
  return temporaryFolder({
    "sandpiper.config.json": JSON.stringify(SETTINGS),
    ...Object.fromEntries(guests),
    "guests/slow.wasm": await compileWat(SLOW),
    "guests/cgi-env.wasm": await readFile(CGI_ENV),
    "site/index.html": "<!doctype html><title>ü</title>\n",
    "site/plain.txt": "plain\n",
    "site/a bü.txt": "named\n",
    "site/in/folder/data.json": '{"a":1}\n',
    "site/bytes.bin": patternBytes(256),
  });
}
