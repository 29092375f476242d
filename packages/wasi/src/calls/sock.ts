import type { Context } from "../context.ts";
import { Errno } from "../errno.ts";

/**
 * No guest is given a socket, so no descriptor is one: what would carry data answers `notsup`, and `sock_shutdown`, which
 * only asks about the descriptor, `notsock`. A descriptor that is not open is `badf` to all of them.
 */
export function sockAccept(context: Context, fd: number, _flags: number, _resultPointer: number): Errno {
  return unsupported(context, fd);
}

export function sockRecv(context: Context, fd: number): Errno {
  return unsupported(context, fd);
}

export function sockSend(context: Context, fd: number): Errno {
  return unsupported(context, fd);
}

export function sockShutdown(context: Context, fd: number, how: number): Errno {
  if (context.descriptors.get(fd) === undefined) return Errno.badf;
  // `sdflags`: bit 0 for receiving, bit 1 for sending.
  if (how === 0 || (how & ~3) !== 0) return Errno.inval;
  return Errno.notsock;
}

function unsupported(context: Context, fd: number): Errno {
  return context.descriptors.get(fd) === undefined ? Errno.badf : Errno.notsup;
}
