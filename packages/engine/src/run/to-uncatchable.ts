/** `(module (func (export "f") unreachable))` */
const TRAPPING = [
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
  ...[7, 5, 1, 1, 0x66, 0, 0, 10, 5, 1, 3, 0, 0, 0x0b],
];

/**
 * What to throw at a guest so that it ends. A guest can catch whatever the host throws, and go on for ever; a trap it
 * cannot catch, and the error of one stays such when it is thrown again. Where nothing may be compiled at run time this
 * is an error like any other.
 */
export function toUncatchable(error: Error): unknown {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(TRAPPING)));
    (exports.f as () => void)();
  } catch (trap) {
    if (trap instanceof WebAssembly.RuntimeError) return trap;
  }
  return error;
}
