import { readSync, writeSync } from "node:fs";
import type { InferenceAnswer, InferenceAsk } from "../inference/ask.ts";
import { fromFrame, HEAD_BYTES, toFrame } from "./frames.ts";
import type { FromHost, ToHost } from "./messages.ts";

/** The descriptor that a host process is given; its end is a blocking one. */
export const CHANNEL_DESCRIPTOR = 3;

/**
 * The host process's side. Everything waits in system calls: nothing else happens in that process, and a message costs two
 * calls and no turn of an event loop.
 */
export const parentChannel = {
  /** Null when the parent is gone. */
  receive(): ToHost | null {
    const head = read(HEAD_BYTES);
    const body = head && read(head.readUInt32LE());
    return body && (fromFrame(body) as ToHost);
  },

  send(message: FromHost): void {
    const frame = toFrame(message);
    for (let at = 0; at < frame.length; ) at += writeSync(CHANNEL_DESCRIPTOR, frame, at);
  },

  /** Asks for inference and waits for the answer: nothing else is sent meanwhile. */
  ask(ask: InferenceAsk): InferenceAnswer {
    this.send({ kind: "infer", ask });
    const message = this.receive();
    if (message?.kind !== "inferred") throw new Error("the process that has the models is gone");
    return message.answer;
  },
};

function read(length: number): Buffer | null {
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let at = 0; at < length; ) {
    const count = readSync(CHANNEL_DESCRIPTOR, bytes, at, length - at, null);
    if (count === 0) return null;
    at += count;
  }
  return bytes;
}
