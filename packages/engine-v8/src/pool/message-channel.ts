import { MessageChannel, type MessagePort, receiveMessageOnPort, type Transferable } from "node:worker_threads";
import type { Answer, Work } from "@sandpiper/engine/pool";
import type { CompiledModule } from "../compile/compiled-module.ts";
import type { ChannelKind } from "./channel.ts";

/** Below this, copying costs less than handing a buffer over. */
const TRANSFER_FROM = 16 * 1024;

type FromWorker = { readonly kind: "ready" } | { readonly kind: "answer"; readonly answer: Answer };

/** A message port: simple, and any size of input and output moves without a copy. */
export const messageChannel: ChannelKind = {
  name: "message",
  open() {
    const { port1: port, port2: shared } = new MessageChannel();
    return {
      shared,
      transfer: [shared],
      listen(listener) {
        port.on("message", (message: FromWorker) => {
          if (message.kind === "ready") listener.ready();
          else listener.answer(message.answer);
        });
        port.unref();
      },
      send(work) {
        const stdin = toSendable(work.input.stdin);
        port.postMessage({ ...work, input: { ...work.input, stdin } }, toTransfer(stdin));
      },
      takeAnswer() {
        const received = receiveMessageOnPort(port) as { message: FromWorker } | undefined;
        return received?.message.kind === "answer" ? received.message.answer : null;
      },
      close: () => port.close(),
    };
  },
  join(shared) {
    const port = shared as MessagePort;
    return {
      serve(handle, rest) {
        port.on("message", (work: Work<CompiledModule>) => {
          const answer = handle(work);
          const message: FromWorker = { kind: "answer", answer };
          port.postMessage(message, [...toTransfer(answer.stdout), ...toTransfer(answer.stderr)]);
          rest();
        });
        const ready: FromWorker = { kind: "ready" };
        port.postMessage(ready);
      },
    };
  },
};

/** A view is cloned with all the buffer behind it, and a shared buffer would stay shared: such views are copied. */
function toSendable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
  return whole ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

function toTransfer(bytes: Uint8Array): Transferable[] {
  return bytes.byteLength >= TRANSFER_FROM ? [bytes.buffer as ArrayBuffer] : [];
}
