import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { makeGuests } from "../fixtures/guests.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";
import { patternBytes } from "./corpus-case.ts";
import { makeCorpusGuests } from "./corpus-guests.ts";

const CGI_ENV = fileURLToPath(new URL("../../../../examples/functions/cgi-env/cgi-env.wasm", import.meta.url));

/** Paths are those of `corpus`. `reply` answers with the CGI response that it is sent. */
const SETTINGS = {
  functions: {
    echo: { wasm: "guests/cat.wasm", contentType: "application/octet-stream" },
    "deep-echo": { wasm: "guests/cat.wasm", route: "/deep/er/echo" },
    small: { wasm: "guests/cat.wasm", maxBody: "1KiB" },
    brief: { wasm: "guests/cat.wasm", maxOutput: "1KiB" },
    "only-post": { wasm: "guests/cat.wasm", route: "POST /only-post" },
    reply: { wasm: "guests/cat.wasm", abi: "cgi" },
    "cgi-env": { wasm: "guests/cgi-env.wasm", abi: "cgi" },
    trap: { wasm: "guests/trap.wasm" },
    exit: { wasm: "guests/exit7.wasm" },
    refuse: { wasm: "guests/refuse.wasm" },
    greedy: { wasm: "guests/greedy.wasm", memory: "4MiB" },
    lines: { wasm: "guests/lines.wasm" },
    slow: { wasm: "guests/slow.wasm" },
    sleep: { wasm: "guests/sleep.wasm" },
    late: { wasm: "guests/slow.wasm", timeout: "100ms" },
  },
  static: "./site",
};

/** Writes the project that the corpus is replayed against; its folder. */
export async function makeCorpusProject(): Promise<string> {
  const made = { ...(await makeGuests()), ...(await makeCorpusGuests()), "cgi-env.wasm": await readFile(CGI_ENV) };
  const used = new Set(Object.values(SETTINGS.functions).map(({ wasm }) => wasm));
  return temporaryFolder({
    "sandpiper.config.json": JSON.stringify(SETTINGS),
    ...Object.fromEntries(Object.entries(made).flatMap(([name, bytes]) => (used.has(`guests/${name}`) ? [[`guests/${name}`, bytes]] : []))),
    "site/index.html": "<!doctype html><title>ü</title>\n",
    "site/plain.txt": "plain\n",
    "site/a bü.txt": "named\n",
    "site/in/folder/data.json": '{"a":1}\n',
    "site/bytes.bin": patternBytes(256),
  });
}
