import wabt from "wabt";

/** Everything the installed wabt can read; what it can't, a test encodes by hand. */
const FEATURES = {
  exceptions: true,
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  threads: true,
  function_references: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
  memory64: true,
  extended_const: true,
  relaxed_simd: true,
  multi_memory: true,
};

const loaded = wabt();

/** The binary of a module in WebAssembly text. With `names`, a name section says what its functions are called. */
export async function compileWat(text: string, names = false): Promise<Uint8Array<ArrayBuffer>> {
  const parsed = (await loaded).parseWat("test.wat", text, FEATURES as never);
  try {
    return new Uint8Array(parsed.toBinary({ write_debug_names: names }).buffer);
  } finally {
    parsed.destroy();
  }
}
