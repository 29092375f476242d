/* A thread that asks for inference as a guest's does: it runs what it is told, blocked all the while, and tells how it ended. */
import { parentPort, workerData } from "node:worker_threads";
import type { NamedModel } from "@sandpiper/core";
import type { Encoding } from "../encoding.ts";
import type { FakeAnswer, FakeModel } from "./backends.fixture.ts";
import type { CallerTicket } from "./inference-service.ts";
import { joinInference } from "./remote-inference.ts";

export interface Call {
  readonly model: FakeModel | { readonly named: string };
  readonly encoding?: Encoding;
  readonly models?: Readonly<Record<string, NamedModel>>;
  /** Bytes to feed; left out, the model is only loaded. */
  readonly feed?: readonly number[];
}

export type Told =
  | { readonly answer: FakeAnswer; readonly labels: readonly string[] | null }
  | { readonly loaded: true; readonly names: readonly string[] }
  | { readonly error: string };

const inference = joinInference(workerData as CallerTicket);

parentPort!.on("message", (call: Call) => parentPort!.postMessage(run(call)));

function run({ model: wanted, encoding = "onnx", models = {}, feed }: Call): Told {
  try {
    const opened = inference.open({ models });
    const model =
      "named" in wanted
        ? opened.loadByName(wanted.named)
        : opened.load(new TextEncoder().encode(JSON.stringify(wanted)), encoding);
    if (!feed) return { loaded: true, names: opened.names };
    const data = new Uint8Array(feed);
    const [output] = model.run([{ name: "in", tensor: { type: "u8", dimensions: [data.length], data } }]);
    return { answer: JSON.parse(new TextDecoder().decode(output!.data)), labels: model.labels };
  } catch (error) {
    const { kind, code, message } = error as { kind?: string; code?: string; message: string };
    return { error: `${kind ?? code}: ${message}` };
  }
}
