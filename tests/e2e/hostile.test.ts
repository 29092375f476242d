import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Attack, makeAttacks } from "./hostile/attacks.ts";
import { GOOD_GUESTS, type Guest, makeGuests } from "./hostile/guests.ts";
import { callHttp } from "./hostile/http-call.ts";
import { type DevServer, startDevServer } from "./support/dev-server.ts";
import { type ProcessStats, readProcessStats } from "./support/process-stats.ts";

const HOSTILE = 1000;
/** Bad requests and good callers at a time. More than the workers, so that both have to wait for one. */
const HOSTILE_AT_ONCE = 8;
const GOOD_AT_ONCE = 3;
/** So many times what takes the server seconds. */
const HEAVY = 2;
const WORKERS = 3;
/** Connections that begin a request and never go on. */
const DAWDLERS = 30;
/** Above what the same requests already made it hold once: far below what leaking one bomb in ten would come to. */
const GROWTH_BYTES = 160 * 2 ** 20;

describe("a thousand hostile requests", () => {
  let folder: string;
  let server: DevServer;
  let attacks: Attack[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "sandpiper-hostile-"));
    const guests = await makeGuests();
    await writeProject(folder, guests);
    attacks = makeAttacks(guests);
    server = await startDevServer(folder);
  });
  after(async () => {
    await server?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test("each kind gets the answer it deserves", async () => {
    for (const attack of attacks) {
      await attack.run(server.url);
      assert.ok(isAlive(server), `${attack.name} ended the server:\n${server.output().slice(-2000)}`);
    }
  });

  test("good requests are answered right beside them, and the server stays as it was", async (t) => {
    const pid = server.child.pid!;
    const calm = readProcessStats(pid);
    const dawdlers = await dawdle(server.url);
    const over = new AbortController();
    const good = Array.from({ length: GOOD_AT_ONCE }, (_, seed) => callGood(server.url, seed, over.signal));

    const light = attacks.filter((attack) => !attack.heavy);
    const queue = Array.from({ length: HOSTILE }, (_, index) => light[(index * 7919) % light.length]!);
    for (const attack of attacks) if (attack.heavy) queue.splice(HOSTILE / 2, HEAVY, ...Array(HEAVY).fill(attack));
    const failures: unknown[] = [];
    await Promise.all(
      Array.from({ length: HOSTILE_AT_ONCE }, async () => {
        for (let attack = queue.pop(); attack; attack = queue.pop()) {
          await attack.run(server.url).catch((error: unknown) => failures.push(error));
        }
      }),
    );
    over.abort();
    const answered = (await Promise.all(good)).reduce((sum, count) => sum + count, 0);
    for (const socket of dawdlers) socket.destroy();

    assert.deepEqual(failures.slice(0, 3), []);
    assert.ok(answered >= 50, `only ${answered} good requests were answered meanwhile`);
    assert.ok(isAlive(server), server.output().slice(-2000));
    await assertUnchanged(server, calm);
    t.diagnostic(`${answered} rounds of good requests; before ${toText(calm)}, after ${toText(readProcessStats(pid))}`);
    assert.equal(await callGood(server.url, 99, AbortSignal.timeout(200)).then((count) => count > 0), true);
  });
});

const toText = (stats: ProcessStats | null): string =>
  stats
    ? `${Math.round(stats.residentBytes / 2 ** 20)} MiB, ${stats.threads} threads, ${stats.descriptors} files`
    : "unknown";

const isAlive = ({ child }: DevServer): boolean => child.exitCode === null && child.signalCode === null;

async function writeProject(folder: string, guests: readonly Guest[]): Promise<void> {
  const functions: Record<string, unknown> = {};
  for (const { name, wasm, settings } of guests) {
    await writeFile(join(folder, `${name}.wasm`), wasm);
    functions[name] = { wasm: `./${name}.wasm`, ...settings };
  }
  await writeFile(join(folder, "sandpiper.config.json"), JSON.stringify({ functions, workers: WORKERS }));
}

/** Calls the good functions until told to stop; how often they answered, each time with exactly the right bytes. */
async function callGood(url: string, seed: number, until: AbortSignal): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let count = 0;
  for (; !until.aborted; count++) {
    const length = [0, 1, 999, 70_000][count % 4]!;
    const input = Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 7 + count) & 0xff);
    const inverted = await callHttp(`${url}/${GOOD_GUESTS.invert}`, { method: "POST", body: input, agent });
    assert.equal(inverted.status, 200, String(inverted.body.subarray(0, 300)));
    assert.ok(inverted.body.equals(input.map((byte) => byte ^ 0xff)), `${length} bytes come back inverted`);

    const page = Buffer.from(`Status: 201\nContent-Type: text/plain\n\nhello ${seed} ${count}`);
    const echoed = await callHttp(`${url}/${GOOD_GUESTS.cgi}`, { method: "POST", body: page, agent });
    assert.equal(echoed.status, 201, String(echoed.body));
    assert.equal(String(echoed.body), `hello ${seed} ${count}`);
  }
  agent.destroy();
  return count;
}

/** Opens connections that send half a head, or half a body, and then nothing. */
async function dawdle(url: string): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const starts = [
    "POST /invert HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "POST /invert HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nslow",
    "",
  ];
  return Promise.all(
    Array.from({ length: DAWDLERS }, async (_, index) => {
      const socket = connect(Number(port), hostname);
      // The server may well close it; that it does is not an error of the test.
      socket.on("error", () => {});
      await new Promise((resolve) => socket.once("connect", resolve));
      socket.write(starts[index % starts.length]!);
      return socket;
    }),
  );
}

/** Gives the server some time to get back to what it held before. */
async function assertUnchanged(server: DevServer, before: ProcessStats | null): Promise<void> {
  if (!before) return;
  const faults = (): string[] => {
    const now = readProcessStats(server.child.pid!);
    if (!now) return ["it is gone"];
    const grown = now.residentBytes - before.residentBytes;
    return [
      ...(grown > GROWTH_BYTES ? [`it holds ${Math.round(grown / 2 ** 20)} MiB more`] : []),
      ...(now.threads > before.threads + 2 ? [`${now.threads} threads, not ${before.threads}`] : []),
      ...(now.descriptors > before.descriptors + 10 ? [`${now.descriptors} files, not ${before.descriptors}`] : []),
    ];
  };
  for (let tries = 0; tries < 40 && faults().length > 0; tries++) await sleep(250);
  assert.deepEqual(faults(), []);
}
