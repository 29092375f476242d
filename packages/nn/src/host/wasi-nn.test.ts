import assert from "node:assert/strict";
import { test } from "node:test";
import { SandpiperError } from "@sandpiper/core";
import { type FakeGuest, fakeGuest } from "./fake-guest.fixture.ts";
import { NN_ERRNO } from "./wasi-nn-types.ts";

const ERRNO = { success: 0, ...NN_ERRNO } as const;
const ONNX = 1;
const LITE = 4;
const AUTODETECT = 5;
/** Types as they are numbered now. */
const [F32, F64, U8, I32] = [1, 2, 3, 4];
/** And before. */
const [OLD_U8, OLD_I32] = [2, 3];

function load(guest: FakeGuest, name: string, encoding = AUTODETECT, target = 0) {
  const result = guest.room();
  const errno = guest.nn.load!(guest.putWords(...guest.put(name)), 1, encoding, target, result);
  return { errno, graph: guest.word(result) };
}

function contextOf(guest: FakeGuest, name: string): number {
  const { errno, graph } = load(guest, name);
  assert.equal(errno, 0);
  const result = guest.room();
  assert.equal(guest.nn.init_execution_context!(graph, result), 0);
  return guest.word(result);
}

function putTensor(guest: FakeGuest, type: number, dimensions: number[], data: Uint8Array): number {
  const shape = guest.putWords(...dimensions);
  const [at, length] = guest.put(data);
  // The gap behind the type is not looked at.
  return guest.putWords(shape, dimensions.length, 0xabcdef00 + type, at, length);
}

function getOutput(guest: FakeGuest, context: number, index: number, length: number) {
  const buffer = guest.room(length);
  const result = guest.room();
  const errno = guest.nn.get_output!(context, index, buffer, length, result);
  return { errno, bytes: guest.read(buffer, length), written: guest.word(result) };
}

test("a model is loaded, fed, run and read", () => {
  const guest = fakeGuest();
  const context = contextOf(guest, "lite");
  const tensor = putTensor(guest, U8, [1, 4], Uint8Array.of(1, 2, 3, 4));
  assert.equal(guest.nn.set_input!(context, 0, tensor), 0);
  // What was given is a copy.
  guest.view().setUint8(guest.word(tensor + 12), 100);
  assert.equal(guest.nn.compute!(context), 0);
  assert.deepEqual(getOutput(guest, context, 0, 8), { errno: 0, bytes: [0, 0, 32, 65, 0, 0, 0, 0], written: 4 });
  assert.deepEqual(getOutput(guest, context, 1, 4), { errno: 0, bytes: [1, 2, 3, 4], written: 4 });
  assert.deepEqual(guest.lines, []);
});

test("inputs stay for the next run, and one is replaced", () => {
  const guest = fakeGuest();
  const context = contextOf(guest, "two");
  const give = (index: number, first: number) =>
    guest.nn.set_input!(context, index, putTensor(guest, I32, [2], Uint8Array.of(first, 0, 0, 0, 0, 0, 0, 0)));
  assert.deepEqual([give(0, 1), guest.nn.compute!(context)], [0, ERRNO["invalid-argument"]]);
  assert.match(guest.lines[0]!, /^wasi-nn: compute: input "right" is not given$/);
  assert.deepEqual([give(1, 2), guest.nn.compute!(context)], [0, 0]);
  assert.deepEqual([give(0, 5), guest.nn.compute!(context)], [0, 0]);
  assert.deepEqual(getOutput(guest, context, 0, 4).bytes, [...new Uint8Array(Float32Array.of(7).buffer)]);
});

test("encodings: those with no backend, and what the bytes are not", () => {
  const guest = fakeGuest();
  assert.equal(load(guest, "lite", LITE).errno, 0);
  assert.equal(load(guest, "lite", ONNX).errno, ERRNO["invalid-encoding"]);
  for (const encoding of [0, 3, 6, 12, 13, 255, -1]) {
    assert.equal(load(guest, "lite", encoding).errno, ERRNO["invalid-encoding"], `${encoding}`);
  }
  assert.match(guest.lines[1]!, /^wasi-nn: load: models of OpenVINO cannot be run here: take TensorFlow Lite/);
  assert.equal(load(guest, "large").errno, ERRNO["too-large"]);
  assert.equal(load(guest, "strange").errno, ERRNO["unsupported-operation"]);
});

test("every target runs on the processor", () => {
  const guest = fakeGuest();
  assert.deepEqual(
    [0, 1, 2, 3].map((target) => load(guest, "lite", LITE, target).errno),
    [0, 0, 0, 0],
  );
  assert.deepEqual(guest.lines, [
    "wasi-nn: load: there is no gpu here: it runs on the processor",
    "wasi-nn: load: there is no tpu here: it runs on the processor",
  ]);
  assert.equal(load(guest, "lite", LITE, 4).errno, ERRNO["invalid-argument"]);
});

test("a model is one part", () => {
  const guest = fakeGuest();
  const parts = guest.putWords(...guest.put("li"), ...guest.put("te"));
  for (const count of [0, 2, -1]) {
    assert.equal(guest.nn.load!(parts, count, LITE, 0, guest.room()), ERRNO["invalid-argument"]);
  }
});

test("models by name", () => {
  const guest = fakeGuest();
  const result = guest.room();
  assert.equal(guest.nn.load_by_name!(...guest.put("lite"), result), 0);
  assert.equal(guest.nn.init_execution_context!(guest.word(result), result), 0);
  assert.equal(guest.nn.load_by_name!(...guest.put("nothing"), result), ERRNO["not-found"]);
  assert.equal(guest.nn.load_by_name!(...guest.put(Uint8Array.of(0xff)), result), ERRNO["invalid-argument"]);
  assert.equal(guest.nn.load_by_name!(0, 5000, result), ERRNO["invalid-argument"]);
  assert.equal(guest.nn.load_by_name_with_config!(...guest.put("lite"), 0, 0, result), 0);
  assert.equal(guest.nn.load_by_name_with_config!(...guest.put("lite"), ...guest.put("{}"), result), 0);
  assert.equal(guest.lines.at(-1), "wasi-nn: load_by_name_with_config: the configuration is not used");
});

test("types are read as either generation numbers them", () => {
  const bytes = Uint8Array.of(1, 2, 3, 4);
  const eight = Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0);
  for (const [model, index, type, dimensions, data, errno] of [
    ["lite", 0, U8, [1, 4], bytes, 0],
    ["lite", 0, OLD_U8, [1, 4], bytes, 0],
    ["two", 0, I32, [2], eight, 0],
    ["two", 0, OLD_I32, [2], eight, 0],
    ["floats", 0, F32, [1, 2], eight, 0],
    // An input of a type that has no number takes bytes.
    ["signed", 0, U8, [2], bytes.subarray(0, 2), 0],
    ["signed", 0, OLD_U8, [2], bytes.subarray(0, 2), 0],
    ["floats", 0, F64, [1, 2], new Uint8Array(16), ERRNO["invalid-argument"]],
    ["lite", 0, U8, [1, 4], bytes.subarray(0, 3), ERRNO["invalid-argument"]],
    ["lite", 0, U8, [4], bytes, ERRNO["invalid-argument"]],
    ["lite", 0, F32, [1, 1], bytes, ERRNO["invalid-argument"]],
    ["lite", 0, 6, [1, 4], bytes, ERRNO["invalid-argument"]],
    ["lite", 1, U8, [1, 4], bytes, ERRNO["invalid-argument"]],
    ["lite", 0, U8, Array(17).fill(1), bytes, ERRNO["invalid-argument"]],
    ["lite", 0, U8, [0xffff_ffff, 0xffff_ffff], bytes, ERRNO["too-large"]],
  ] as const) {
    const guest = fakeGuest();
    const context = contextOf(guest, model);
    const got = guest.nn.set_input!(context, index, putTensor(guest, type!, [...dimensions], data));
    assert.equal(got, errno, `${model} ${type} [${dimensions}]: ${guest.lines}`);
  }
});

test("a graph that declares no type gets the reading that the bytes allow", () => {
  for (const [type, bytes, expected] of [
    [2, 3, "u8"],
    [2, 24, "f64"],
    [3, 3, "u8"],
    [3, 12, "i32"],
    [5, 24, "i64"],
    [0, 6, "f16"],
  ] as const) {
    const guest = fakeGuest();
    const context = contextOf(guest, "graph");
    assert.equal(guest.nn.set_input!(context, 0, putTensor(guest, type, [3], new Uint8Array(bytes))), 0);
    guest.nn.compute!(context);
    assert.equal(guest.runs[0]!.feeds[0]!.split(" ")[1], `${expected}[3]`);
  }
});

test("outputs: none before a run, none of another index, none that does not fit", () => {
  const guest = fakeGuest();
  const context = contextOf(guest, "lite");
  assert.equal(getOutput(guest, context, 0, 4).errno, ERRNO["runtime-error"]);
  guest.nn.set_input!(context, 0, putTensor(guest, U8, [1, 4], Uint8Array.of(1, 2, 3, 4)));
  guest.nn.compute!(context);
  assert.equal(getOutput(guest, context, 2, 4).errno, ERRNO["invalid-argument"]);
  assert.deepEqual(getOutput(guest, context, 1, 3), { errno: ERRNO["too-large"], bytes: [0, 0, 0], written: 0 });
  assert.match(guest.lines.at(-1)!, /^wasi-nn: get_output: output 1 is 4 bytes, the buffer 3$/);
});

test("handles are of one kind, of one guest, and end", () => {
  const guest = fakeGuest();
  const { graph } = load(guest, "lite");
  const context = contextOf(guest, "lite");
  const wrong = ERRNO["invalid-argument"];
  assert.equal(guest.nn.compute!(graph), wrong);
  assert.equal(guest.nn.init_execution_context!(context, guest.room()), wrong);
  for (const handle of [0, -1, 99, 0x7fff_ffff]) assert.equal(guest.nn.compute!(handle), wrong);
  assert.equal(fakeGuest().nn.compute!(context), wrong);
  assert.equal(guest.imports.wasmedge_tensorflowlite!.run_session!(context), wrong);

  assert.equal(guest.nn.unload!(graph), 0);
  assert.equal(guest.nn.unload!(graph), wrong);
  assert.equal(guest.nn.init_execution_context!(graph, guest.room()), wrong);
  assert.equal(guest.nn.finalize_execution_context!(context), 0);
  assert.equal(guest.nn.finalize_execution_context!(context), wrong);
  assert.equal(guest.nn.compute!(context), wrong);
  // A number is never given again.
  assert.ok(contextOf(guest, "lite") > context);
});

test("a token at a time is not to be had", () => {
  const guest = fakeGuest();
  const context = contextOf(guest, "lite");
  for (const call of ["compute_single", "get_output_single", "fini_single"]) {
    assert.equal(guest.nn[call]!(context, 0, 0, 0, 0), ERRNO["unsupported-operation"]);
  }
});

test("what a guest holds is bounded; what it has read makes room", () => {
  const guest = fakeGuest({ memoryBytes: 40_000, memory: new WebAssembly.Memory({ initial: 4 }) });
  const tensor = putTensor(guest, U8, [10_000], new Uint8Array(10_000));
  const contexts = Array.from({ length: 3 }, () => contextOf(guest, "graph"));
  assert.deepEqual(
    contexts.map((context) => guest.nn.set_input!(context, 0, tensor)),
    [0, 0, 0],
  );
  const late = contextOf(guest, "graph");
  assert.equal(guest.nn.set_input!(late, 0, tensor), ERRNO["too-large"]);
  assert.equal(guest.nn.compute!(contexts[0]!), ERRNO["too-large"]);
  guest.nn.finalize_execution_context!(contexts[2]!);
  assert.equal(guest.nn.compute!(contexts[0]!), 0);
  assert.equal(guest.nn.set_input!(late, 0, tensor), ERRNO["too-large"]);
  assert.equal(getOutput(guest, contexts[0]!, 0, 4).errno, 0);
  assert.equal(guest.nn.set_input!(late, 0, tensor), 0);
  assert.equal(getOutput(guest, contexts[0]!, 0, 4).errno, ERRNO["runtime-error"]);
  assert.equal(guest.nn.compute!(contexts[0]!), ERRNO["runtime-error"]);
});

test("a guest that makes a context for each picture goes on", () => {
  const guest = fakeGuest({ memoryBytes: 200_000, memory: new WebAssembly.Memory({ initial: 4 }) });
  const { graph } = load(guest, "graph");
  const tensor = putTensor(guest, U8, [20_000], new Uint8Array(20_000));
  const [result, buffer] = [guest.room(), guest.room()];
  for (let picture = 0; picture < 120; picture += 1) {
    assert.equal(guest.nn.init_execution_context!(graph, result), 0);
    const context = guest.word(result);
    assert.equal(guest.nn.set_input!(context, 0, tensor), 0, guest.lines.join());
    assert.equal(guest.nn.compute!(context), 0, guest.lines.join());
    assert.equal(guest.nn.get_output!(context, 0, buffer, 4, result), 0);
  }
});

test("what is not the guest's fault ends it", () => {
  const guest = fakeGuest();
  const missing = new SandpiperError("E_ENGINE_UNAVAILABLE", "TensorFlow is not installed");
  guest.context.inference.loadByName = () => {
    throw missing;
  };
  assert.throws(() => guest.nn.load_by_name!(...guest.put("x"), guest.room()), missing);
  assert.deepEqual(guest.lines, []);
});
