import assert from "node:assert/strict";
import { test } from "node:test";
import type { WasiCall } from "./engine.ts";
import { SandpiperError } from "./errors.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { bytes, createTestFunction, toExit } from "./testing.fixture.ts";

const ALL_BYTES = Uint8Array.from({ length: 1024 }, (_, i) => i % 256);

async function errorOf(response: Response): Promise<{ code: string; message: string }> {
  return ((await response.json()) as { error: { code: string; message: string } }).error;
}

test("stdio: the body goes in and comes out byte for byte", async () => {
  const echo = createTestFunction({}, (call) => toExit({ stdout: call.stdin }));
  const { response, error } = await echo.invoke(new Request("http://h/test", { method: "POST", body: ALL_BYTES }));
  assert.equal(error, null);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/octet-stream");
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), ALL_BYTES);
});

test("stdio: the query string's parts are decoded arguments after the name", async () => {
  let seen: WasiCall | undefined;
  const f = createTestFunction({ name: "thumb", env: { A: "1" } }, (call) => {
    seen = call;
    return toExit();
  });
  await f.invoke(new Request("http://h/thumb?width=10&&title=a%20b+c&raw=%zz"));
  assert.deepEqual(seen?.args, ["thumb", "width=10", "title=a b c", "raw=%zz"]);
  assert.deepEqual(seen?.env, { A: "1" });
});

test("an encoded NUL is refused before the guest runs", async () => {
  const f = createTestFunction({}, () => assert.fail("it ran"));
  const { response, error } = await f.invoke(new Request("http://h/test?a=%00"));
  assert.equal(error?.code, "E_USAGE");
  assert.equal(response.status, 400);
});

test("the content type of the settings wins over the sniffed one", async () => {
  const f = createTestFunction({ contentType: "text/csv" }, () => toExit({ stdout: bytes("{}") }));
  const { response } = await f.invoke(new Request("http://h/test"));
  assert.equal(response.headers.get("content-type"), "text/csv");
});

test("methods: HEAD comes with GET, others get 405 and the ones allowed", async () => {
  const f = createTestFunction({ methods: ["GET", "POST"] }, () => toExit());
  assert.equal((await f.invoke(new Request("http://h/test", { method: "HEAD" }))).response.status, 200);
  const { response } = await f.invoke(new Request("http://h/test", { method: "PUT", body: "x" }));
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), "GET, POST, HEAD");
});

test("a body over the limit is refused, with its length declared or streamed", async () => {
  const f = createTestFunction({ limits: { ...DEFAULT_LIMITS, bodyBytes: 10 } }, () => assert.fail("it ran"));
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(8));
    },
  });
  const streamed = new Request("http://h/", { method: "POST", body: endless, duplex: "half" } as RequestInit);
  const declared = new Request("http://h/", { method: "POST", body: "x", headers: { "content-length": "11" } });
  const lying = new Request("http://h/", { method: "POST", body: "x".repeat(11), headers: { "content-length": "3" } });
  for (const request of [streamed, declared, lying]) {
    const { response } = await f.invoke(request);
    assert.equal(response.status, 413);
    assert.equal((await errorOf(response)).code, "E_BODY_TOO_LARGE");
  }
  assert.ok(pulled < 10, `${pulled} chunks were read of an endless body`);
});

test("a body that breaks off is the caller's going away", async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
  const f = createTestFunction({}, () => assert.fail("it ran"));
  const { error } = await f.invoke(
    new Request("http://h/", { method: "POST", body: broken, duplex: "half" } as RequestInit),
  );
  assert.equal(error?.code, "E_CANCELLED");
});

const OUTCOMES: readonly { name: string; exit: Parameters<typeof toExit>[0]; status: number; code: string }[] = [
  { name: "a non-zero exit", exit: { exitCode: 3 }, status: 502, code: "E_GUEST_EXIT" },
  { name: "exit 64", exit: { exitCode: 64 }, status: 400, code: "E_GUEST_REJECTED" },
  { name: "exit 65", exit: { exitCode: 65 }, status: 422, code: "E_GUEST_REJECTED" },
  {
    name: "a trap",
    exit: { exitCode: null, error: new SandpiperError("E_GUEST_TRAP", "unreachable in secret_function") },
    status: 502,
    code: "E_GUEST_TRAP",
  },
  {
    name: "a deadline",
    exit: { exitCode: null, error: new SandpiperError("E_TIMEOUT", "5 s are over") },
    status: 504,
    code: "E_TIMEOUT",
  },
];
for (const { name, exit, status, code } of OUTCOMES) {
  test(`${name} is answered with ${status} ${code}, and its stderr is not in it`, async () => {
    const f = createTestFunction({}, () => toExit({ ...exit, stderr: bytes("secret_function failed") }));
    const invocation = await f.invoke(new Request("http://h/test"));
    assert.equal(invocation.error?.code, code);
    assert.equal(invocation.response.status, status);
    const text = await invocation.response.text();
    assert.match(text, new RegExp(code));
    assert.doesNotMatch(text, /secret_function/);
    assert.equal(JSON.parse(text).id, invocation.id);
  });
}

test("a refusal carries the function's own words when they are a short text", async () => {
  const refuse = (stdout: Uint8Array) => createTestFunction({}, () => toExit({ exitCode: 65, stdout }));
  const message = async (stdout: Uint8Array) =>
    (await errorOf((await refuse(stdout).invoke(new Request("http://h/"))).response)).message;
  assert.equal(await message(bytes("not a picture\n")), "not a picture");
  assert.equal(await message(new Uint8Array([0xff, 0xfe])), "The function cannot use this input");
  assert.equal(await message(bytes("x".repeat(5000))), "The function cannot use this input");
});

test("overload says when to come back; an engine's bug is E_INTERNAL without its words", async () => {
  const throwing = (error: Error) =>
    createTestFunction({}, () => {
      throw error;
    }).invoke(new Request("http://h/"));
  const overloaded = await throwing(new SandpiperError("E_OVERLOADED", "64 calls wait already"));
  assert.equal(overloaded.response.status, 503);
  assert.equal(overloaded.response.headers.get("retry-after"), "1");
  const bug = await throwing(new Error("internal path /etc/x"));
  assert.equal(bug.error?.code, "E_INTERNAL");
  assert.doesNotMatch(await bug.response.text(), /etc/);
});
