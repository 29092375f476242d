import assert from "node:assert/strict";
import { test } from "node:test";
import { FAKE_MODELS, type FakeGuest, fakeGuest } from "./fake-guest.fixture.ts";
import { NN_ERRNO } from "./wasi-nn-types.ts";

const TOO_LARGE = NN_ERRNO["too-large"];
const INVALID = NN_ERRNO["invalid-argument"];
const ROOM = 1000;
const FILLER = 0xaa;

function call(guest: FakeGuest, name: "describe_graph" | "list_models", first: readonly number[], most: number) {
  const out = guest.put(new Uint8Array(ROOM).fill(FILLER))[0];
  const written = guest.room();
  const errno = guest.imports.sandpiper_nn![name]!(...first, out, most, written);
  const bytes = Uint8Array.from(guest.read(out, ROOM));
  const length = guest.word(written);
  return { errno, length, bytes, text: new TextDecoder().decode(bytes.subarray(0, length)) };
}

function open(guest: FakeGuest, name: string): number {
  const result = guest.room();
  assert.equal(guest.nn.load_by_name!(...guest.put(name), result), 0);
  return guest.word(result);
}

const untouched = (bytes: Uint8Array) => bytes.every((byte) => byte === FILLER);

test("a graph is described, with its labels where there are any", () => {
  const guest = fakeGuest();
  const { errno, text } = call(guest, "describe_graph", [open(guest, "lite")], ROOM);
  assert.equal(errno, 0);
  const outputs = [
    { name: "sum", type: "f32", dimensions: [1] },
    { name: "echo", type: null, dimensions: null },
  ];
  assert.deepEqual(JSON.parse(text), {
    encoding: "tensorflow-lite",
    inputs: [{ name: "in", type: "u8", dimensions: [1, 4] }],
    outputs,
    labels: ["a", "b"],
  });
  const bare = call(guest, "describe_graph", [open(guest, "two")], ROOM);
  assert.deepEqual(JSON.parse(bare.text), {
    encoding: "onnx",
    inputs: ["left", "right"].map((name) => ({ name, type: "i32", dimensions: [2] })),
    outputs,
  });
});

test("models are listed by the names that find them, in their order", () => {
  const guest = fakeGuest();
  const { errno, text } = call(guest, "list_models", [], ROOM);
  assert.equal(errno, 0);
  assert.deepEqual(JSON.parse(text), ["lite", "floats", "signed", "two", "graph"]);
  assert.deepEqual(JSON.parse(text), Object.keys(FAKE_MODELS));
  for (const name of JSON.parse(text) as string[]) open(guest, name);
});

test("names are UTF-8, and none is an empty list", () => {
  const names = ['fugl "æ"', "鳥"];
  const many = fakeGuest({ names });
  const { length, text } = call(many, "list_models", [], ROOM);
  assert.deepEqual(JSON.parse(text), names);
  assert.equal(length, Buffer.byteLength(JSON.stringify(names)));
  const { errno, text: none } = call(fakeGuest({ names: [] }), "list_models", [], ROOM);
  assert.deepEqual([errno, none], [0, "[]"]);
});

test("what does not fit is asked for again, without a line in the log", () => {
  const guest = fakeGuest();
  const graph = open(guest, "lite");
  for (const [name, first] of [
    ["describe_graph", [graph]],
    ["list_models", []],
  ] as const) {
    const { length } = call(guest, name, first, ROOM);
    assert.ok(length > 2 && length < ROOM, name);
    for (const most of [0, length - 1]) {
      const short = call(guest, name, first, most);
      assert.deepEqual([short.errno, short.length, untouched(short.bytes)], [TOO_LARGE, length, true], name);
    }
    const exact = call(guest, name, first, length);
    assert.equal(exact.errno, 0, name);
    assert.ok(untouched(exact.bytes.subarray(length)), name);
  }
  assert.deepEqual(guest.lines, []);
});

test("a wrong handle or pointer is refused, with a line that says so", () => {
  const guest = fakeGuest();
  const graph = open(guest, "lite");
  const { describe_graph: describe, list_models: list } = guest.imports.sandpiper_nn!;
  const [out, written] = [guest.room(ROOM), guest.room()];
  assert.equal(describe!(99, out, ROOM, written), INVALID);
  assert.equal(describe!(graph, out, -1, written), INVALID);
  assert.equal(list!(out, -1, written), INVALID);
  assert.equal(list!(out, ROOM, -2), INVALID);
  assert.equal(guest.word(written), 0);
  const said = guest.lines.map((line) => line.split(": ").slice(0, 2).join(": "));
  const [describing, listing] = ["sandpiper-nn: describe_graph", "sandpiper-nn: list_models"];
  assert.deepEqual(said, [describing, describing, listing, listing]);
});
