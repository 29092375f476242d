import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOf, type CorpusCase, readCorpus, readDifferences } from "./corpus-case.ts";

/** Asks what serves the project: a path from the root with its query, such as `/hello?a=b`. */
export type FetchFromTarget = (path: string, init?: RequestInit) => Promise<Response>;

/**
 * Defines a test for every case of `corpus`, replayed against the project of `makeCorpusProject` as a place serves it. A case
 * that `corpus-differences.json` names for the place has to be answered otherwise, which its reason explains.
 * Call it in a `describe`; `fetch` is only used once its tests run.
 * @param place a target's name, perhaps with more behind it: `aws-lambda behind a REST API`
 */
export function replayCorpus(fetch: FetchFromTarget, place: string): void {
  const differences = readDifferences()[place];
  assert.ok(differences, `corpus-differences.json has no entry for ${place}`);
  const cases = readCorpus();
  const unknown = Object.keys(differences).filter((name) => !cases.some((one) => one.name === name));
  assert.deepEqual(unknown, [], "differences of no case");
  for (const one of cases) {
    const reason = differences[one.name];
    test(`${one.name}: ${one.request.says}${reason === undefined ? "" : ` (differs: ${reason})`}`, async () => {
      const response = await ask(fetch, one);
      if (reason === undefined) await check(one, response);
      else
        await assert.rejects(
          check(one, response),
          (error) => error instanceof Error,
          `${one.name} is answered as it should be`,
        );
    });
  }
}

function ask(fetch: FetchFromTarget, { name, request }: CorpusCase): Promise<Response> {
  const { method, path, headers = [], body } = request;
  const bytes = bytesOf(name, body);
  const content = bytes && new Blob([new Uint8Array(bytes)]);
  // `duplex` is what a stream asks of its sender, and not yet part of the type.
  const init: RequestInit & { duplex?: "half" } = body?.streamed ? { body: content!.stream(), duplex: "half" } : { body: content };
  return fetch(path, {
    ...init,
    method,
    headers: headers.map(([key, value]): [string, string] => [key, value]),
    redirect: "manual",
  });
}

async function check({ name, request, response: expected }: CorpusCase, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const said = `${response.status} ${body.toString("latin1", 0, 300)}`;
  assert.equal(response.status, expected.status, said);
  for (const [key, value] of Object.entries(expected.headers ?? {})) {
    const actual = response.headers.get(key);
    if (typeof value === "string") assert.equal(actual, value, key);
    else assert.ok(actual?.includes(value.contains), `${key}: ${actual}`);
  }
  if (expected.cookies) assert.deepEqual(response.headers.getSetCookie(), expected.cookies);
  if (!expected.body) return;
  if (expected.body.json !== undefined)
    return assert.partialDeepStrictEqual(JSON.parse(String(body)), expected.body.json);
  const bytes = bytesOf(name, expected.body.sameAsRequest ? request.body : expected.body) ?? Buffer.alloc(0);
  assert.equal(body.length, bytes.length, said);
  assert.ok(body.equals(bytes), "other bytes");
}
