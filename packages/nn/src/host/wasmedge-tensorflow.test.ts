import assert from "node:assert/strict";
import { test } from "node:test";
import { type FakeGuest, fakeGuest } from "./fake-guest.fixture.ts";

const [INVALID_ARGUMENT, INVALID_ENCODING, MISSING_MEMORY, RUNTIME_ERROR] = [1, 2, 3, 5];
/** `TF_DataType`. */
const UINT8 = 4;

const TF = "wasmedge_tensorflow";
const LITE = "wasmedge_tensorflowlite";

function session(guest: FakeGuest, module: string, model: string): number {
  const result = guest.room();
  assert.equal(guest.imports[module]!.create_session!(...guest.put(model), result), 0, guest.lines.join());
  return guest.word(result);
}

/** Dimensions are 64-bit. */
const putLongs = (guest: FakeGuest, ...longs: number[]) =>
  guest.put(new Uint8Array(BigInt64Array.from(longs.map(BigInt)).buffer))[0];

function append(guest: FakeGuest, handle: number, name: string, sizes: number[], data: Uint8Array, type = UINT8) {
  const dimensions = putLongs(guest, ...sizes);
  return guest.imports[TF]!.append_input!(
    handle,
    ...guest.put(name),
    dimensions,
    sizes.length,
    type,
    ...guest.put(data),
  );
}

function tensorOf(guest: FakeGuest, module: string, handle: number, name: string) {
  const result = guest.room();
  const calls = guest.imports[module]!;
  const errno = calls.get_output_tensor!(handle, ...guest.put(name), result);
  const id = guest.word(result);
  const length = errno === 0 && calls.get_tensor_len!(handle, id, result) === 0 ? guest.word(result) : null;
  return { errno, id, length };
}

function dataOf(guest: FakeGuest, module: string, handle: number, id: number, length: number) {
  const [buffer, result] = [guest.room(length), guest.room()];
  const errno = guest.imports[module]!.get_tensor_data!(handle, id, buffer, length, result);
  return { errno, bytes: guest.read(buffer, length), written: guest.word(result) };
}

test("TensorFlow: inputs by name, the outputs that are asked for", () => {
  const guest = fakeGuest();
  const tf = guest.imports[TF]!;
  const handle = session(guest, TF, "graph");
  assert.equal(append(guest, handle, "in:0", [1, 3], Uint8Array.of(9, 9, 9)), 0);
  assert.equal(append(guest, handle, "in", [1, 3], Uint8Array.of(1, 2, 3)), 0);
  assert.equal(tf.append_output!(handle, ...guest.put("echo:0")), 0);
  assert.equal(tf.append_output!(handle, ...guest.put("sum")), 0);
  assert.equal(tf.append_output!(handle, ...guest.put("echo")), 0);
  assert.deepEqual(tensorOf(guest, TF, handle, "sum"), { errno: 0, id: 1, length: 0 });
  assert.equal(tf.run_session!(handle), 0, guest.lines.join());
  assert.deepEqual(guest.runs, [{ feeds: ["in u8[1,3] 1 2 3"], fetches: ["echo", "sum"] }]);
  assert.deepEqual(tensorOf(guest, TF, handle, "sum:0"), { errno: 0, id: 1, length: 4 });
  assert.deepEqual(dataOf(guest, TF, handle, 0, 5), { errno: 0, bytes: [1, 2, 3, 0, 0], written: 3 });
  // What fits is written, and how much that was.
  assert.deepEqual(dataOf(guest, TF, handle, 0, 2), { errno: 0, bytes: [1, 2], written: 2 });
  assert.equal(tf.clear_input!(handle), 0);
  assert.equal(tf.run_session!(handle), INVALID_ARGUMENT);
  assert.equal(tf.clear_output!(handle), 0);
  assert.equal(tensorOf(guest, TF, handle, "sum").errno, INVALID_ARGUMENT);
  assert.equal(dataOf(guest, TF, handle, 0, 2).errno, INVALID_ARGUMENT);
  assert.equal(tf.delete_session!(handle), 0);
  assert.equal(tf.run_session!(handle), INVALID_ARGUMENT);
});

test("TensorFlow: what is refused", () => {
  const guest = fakeGuest();
  const tf = guest.imports[TF]!;
  const result = guest.room();
  assert.equal(tf.create_session!(...guest.put("lite"), result), INVALID_ENCODING);
  assert.equal(tf.create_session!(...guest.put("large"), result), RUNTIME_ERROR);
  assert.equal(tf.create_session!(1 << 20, 1, result), MISSING_MEMORY);
  assert.equal(tf.create_session!(...guest.put("strange"), result), RUNTIME_ERROR);
  const handle = session(guest, TF, "graph");
  assert.equal(append(guest, handle, "in", [1, 3], new Uint8Array(4)), INVALID_ARGUMENT);
  assert.equal(append(guest, handle, "in", [-1, 3], new Uint8Array(3)), INVALID_ARGUMENT);
  assert.equal(append(guest, handle, "in", [3], new Uint8Array(3), 7), INVALID_ARGUMENT);
  assert.equal(append(guest, handle, "in", Array(17).fill(1), new Uint8Array(1)), INVALID_ARGUMENT);
  assert.equal(append(guest, handle, "x".repeat(2000), [1], new Uint8Array(1)), INVALID_ARGUMENT);
  assert.equal(append(guest, 77, "in", [1], new Uint8Array(1)), INVALID_ARGUMENT);
  assert.equal(tf.append_output!(handle, ...guest.put("nothing")), 0);
  append(guest, handle, "in", [1], new Uint8Array(1));
  assert.equal(tf.run_session!(handle), INVALID_ARGUMENT);
  assert.match(guest.lines.at(-1)!, /^wasmedge_tensorflow: run_session: there is no output "nothing"$/);
});

test("TensorFlow: saved models out of a granted folder", () => {
  const files = new Map([["saved_model.pb", Uint8Array.of(1)]]);
  const asked: string[] = [];
  const readFolder = (path: string) => {
    asked.push(path);
    return path === "/models/m" ? files : new Map();
  };
  const guest = fakeGuest({ readFolder });
  const create = guest.imports[TF]!.create_session_saved_model!;
  const result = guest.room();
  const tags = (...names: string[]) =>
    [guest.putWords(...names.flatMap((name) => guest.put(name))), names.length] as const;
  assert.equal(create(...guest.put("/models/m"), ...tags("serve"), result), 0);
  assert.equal(guest.imports[TF]!.run_session!(guest.word(result)), INVALID_ARGUMENT);
  assert.equal(create(...guest.put("/models/m"), ...tags("serve", "gpu"), result), INVALID_ARGUMENT);
  assert.equal(create(...guest.put("/elsewhere"), ...tags("serve"), result), INVALID_ENCODING);
  assert.deepEqual(asked, ["/models/m", "/models/m", "/elsewhere"]);
  assert.equal(create(...guest.put("/models/m"), 0, 100_000, result), INVALID_ARGUMENT);
  assert.equal(
    fakeGuest().imports[TF]!.create_session_saved_model!(...guest.put("/models/m"), ...tags("serve"), result),
    INVALID_ARGUMENT,
  );
});

test("TensorFlow Lite: sizes and types are the model's", () => {
  const guest = fakeGuest();
  const lite = guest.imports[LITE]!;
  const handle = session(guest, LITE, "lite");
  const give = (name: string, data: Uint8Array) => lite.append_input!(handle, ...guest.put(name), ...guest.put(data));
  assert.equal(give("in", Uint8Array.of(1, 2, 3)), INVALID_ARGUMENT);
  assert.match(guest.lines.at(-1)!, /append_input: input "in" takes 4 bytes, not 3/);
  assert.equal(give("out", Uint8Array.of(1, 2, 3, 4)), INVALID_ARGUMENT);
  assert.match(guest.lines.at(-1)!, /no input "out", only "in"/);
  assert.equal(give("in", Uint8Array.of(1, 2, 3, 4)), 0);
  // The tensor's own name does as well as the signature's.
  assert.equal(give("in_tensor", Uint8Array.of(4, 3, 2, 1)), 0);
  assert.deepEqual(tensorOf(guest, LITE, handle, "echo"), { errno: 0, id: 1, length: 0 });
  assert.equal(lite.run_session!(handle), 0);
  assert.deepEqual(guest.runs[0], { feeds: ["in u8[1,4] 4 3 2 1"], fetches: undefined });
  assert.deepEqual(tensorOf(guest, LITE, handle, "sum_tensor"), { errno: 0, id: 0, length: 4 });
  assert.deepEqual(dataOf(guest, LITE, handle, 1, 6), { errno: 0, bytes: [4, 3, 2, 1, 0, 0], written: 4 });
  assert.deepEqual(dataOf(guest, LITE, handle, 1, 3), { errno: INVALID_ARGUMENT, bytes: [0, 0, 0], written: 0 });
  assert.equal(dataOf(guest, LITE, handle, 2, 3).errno, INVALID_ARGUMENT);
  assert.equal(tensorOf(guest, LITE, handle, "nothing").errno, INVALID_ARGUMENT);
  assert.equal(lite.delete_session!(handle), 0);
  assert.equal(lite.delete_session!(handle), INVALID_ARGUMENT);
});

test("TensorFlow Lite: a size that is open is 1, or what the bytes say", () => {
  for (const [bytes, shape] of [
    [8, "f32[1,2]"],
    [24, "f32[3,2]"],
  ] as const) {
    const guest = fakeGuest();
    const handle = session(guest, LITE, "floats");
    assert.equal(
      guest.imports[LITE]!.append_input!(handle, ...guest.put("in"), ...guest.put(new Uint8Array(bytes))),
      0,
    );
    guest.imports[LITE]!.run_session!(handle);
    assert.equal(guest.runs[0]!.feeds[0]!.split(" ")[1], shape);
  }
  const guest = fakeGuest();
  const handle = session(guest, LITE, "floats");
  const errno = guest.imports[LITE]!.append_input!(handle, ...guest.put("in"), ...guest.put(new Uint8Array(12)));
  assert.equal(errno, INVALID_ARGUMENT);
});

test("0.2, TensorFlow: 64-bit handles, names with their index beside them", () => {
  const guest = fakeGuest();
  const tf = guest.imports[TF]!;
  const call = (name: string, ...args: (number | bigint)[]): unknown => tf[`wasmedge_tensorflow_${name}`]!(...args);
  assert.equal(call("create_session", ...guest.put("nothing")), 0n);
  const handle = call("create_session", ...guest.put("graph")) as bigint;
  assert.ok(handle > 0n);
  const data = guest.put(Uint8Array.of(1, 2, 3));
  call("append_input", handle, ...guest.put("in"), 0, putLongs(guest, 3), 1, UINT8, ...data);
  call("append_output", handle, ...guest.put("sum"), 0);
  assert.equal(call("get_output_tensor", handle, ...guest.put("echo"), 0), 0n);
  const tensor = call("get_output_tensor", handle, ...guest.put("sum"), 0) as bigint;
  assert.equal(call("get_output_tensor", handle, ...guest.put("sum"), 0), tensor);
  assert.equal(call("get_tensor_len", tensor), 0);
  assert.equal(call("run_session", handle), 0);
  assert.equal(call("get_tensor_len", tensor), 4);
  const buffer = guest.room();
  call("get_tensor_data", tensor, buffer);
  assert.deepEqual(guest.read(buffer, 4), [...new Uint8Array(Float32Array.of(6).buffer)]);

  assert.equal(call("run_session", tensor), 1);
  assert.equal(call("run_session", -1n), 1);
  assert.equal(call("run_session", handle + (1n << 32n)), 1);
  assert.equal(call("get_tensor_len", handle), 0);
  call("get_tensor_data", tensor, -2);
  call("append_output", handle, ...guest.put("nothing"), 3);
  assert.equal(call("run_session", handle), 1);
  assert.match(guest.lines.at(-1)!, /^wasmedge_tensorflow: run_session: there is no output "nothing:3"$/);
  call("clear_output", handle);
  assert.equal(call("get_tensor_len", tensor), 0);
  call("clear_input", handle);
  call("delete_session", handle);
  assert.equal(call("run_session", handle), 1);
});

test("0.2, TensorFlow Lite", () => {
  const guest = fakeGuest();
  const call = (name: string, ...args: (number | bigint)[]): unknown =>
    guest.imports[LITE]![`wasmedge_tensorflowlite_${name}`]!(...args);
  const handle = call("create_session", ...guest.put("lite")) as bigint;
  call("append_input", handle, ...guest.put("in"), ...guest.put(Uint8Array.of(1, 2, 3, 4)));
  assert.equal(call("run_session", handle), 0);
  const tensor = call("get_output_tensor", handle, ...guest.put("echo")) as bigint;
  assert.equal(call("get_tensor_len", tensor), 4);
  const buffer = guest.room();
  call("get_tensor_data", tensor, buffer);
  assert.deepEqual(guest.read(buffer, 4), [1, 2, 3, 4]);
  call("delete_session", handle);
  assert.equal(call("get_tensor_len", tensor), 0);
  assert.deepEqual(guest.imports[LITE]!.wasmedge_tensorflowlite_append_output, undefined);
});
