import koffi from "koffi";

/** Calls run on a stack of this size, the guest's own and LLVM's with them; koffi has no larger one. */
const STACK_BYTES = 16 * 1024 ** 2;

// Before any library is loaded.
koffi.config({ sync_stack_size: STACK_BYTES });

/** What calls native libraries. To be had from here, so that it is set up first. */
export { koffi };

/** The C library, and all else that this process is linked with. */
export const libc = koffi.load(null);
