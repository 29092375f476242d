import type { InferenceGrant, NamedModel } from "@sandpiper/core";
import type { Feed } from "../backend.ts";
import { recogniseEncoding } from "../encoding.ts";
import type { Inference, Model } from "../inference.ts";
import { NnError } from "../nn-error.ts";
import type { Tensor } from "../tensor.ts";
import { Caller } from "./caller.ts";
import type { CallerTicket } from "./inference-service.ts";
import { type KnownModel, KnownModels, toKey } from "./known-models.ts";
import type { ModelAddress, ModelSource } from "./protocol.ts";
import { SharedMemoryMeter } from "./shared-memory-meter.ts";

/** Inference of a thread that guests run in: made once for the thread, opened for each invocation. */
export interface RemoteInference {
  /** @param timeoutMs what the invocation has of time, from now on; left out, no end is set */
  open(grant: InferenceGrant, timeoutMs?: number): Inference;
}

/** @param ticket what `InferenceService.connect` gave for this thread */
export function joinInference(ticket: CallerTicket): RemoteInference {
  const caller = new Caller(ticket);
  const known = new KnownModels();
  const meter = new SharedMemoryMeter();
  /** What a guest brings is anybody's; what settings name is the operator's. */
  const native = ticket.native === "all";

  function know(address: ModelAddress): KnownModel {
    const found = known.byKey(address.key);
    if (found) {
      // Known by its file alone, it would be hashed whenever a guest brings it.
      const brought = address.source.kind === "bytes" && found.address.source.kind !== "bytes";
      const native = address.native || found.address.native;
      if (!brought && native === found.address.native) return found;
      return known.add({ ...found, address: { ...(brought ? address : found.address), native } });
    }
    const answer = caller.ask({ model: address, run: null });
    if (answer.kind !== "ready") throw new Error("an inference thread answered another question");
    const { description } = answer;
    // Another caller may have brought the same bytes before: then one copy is enough.
    const source: ModelSource = description.bytes ? { kind: "bytes", bytes: description.bytes } : address.source;
    return known.add({ address: { ...address, source }, description });
  }

  function toModel({ address, description }: KnownModel, labels: readonly string[] | null, endsAt: number): Model {
    const { inputs, outputs } = description;
    return {
      encoding: address.encoding,
      inputs,
      outputs,
      labels,
      run(feeds: readonly Feed[], fetches?: readonly string[]): Tensor[] {
        const answer = caller.ask({
          model: address,
          run: { feeds, fetches: fetches ?? null, timeoutMs: endsAt - performance.now() },
        });
        if (answer.kind !== "ran") throw new Error("an inference thread answered another question");
        return [...answer.outputs];
      },
    };
  }

  function byName(name: string, models: Readonly<Record<string, NamedModel>>, endsAt: number): Model {
    const named = Object.hasOwn(models, name) ? models[name]! : null;
    if (!named) {
      const names = Object.keys(models);
      const there = names.length > 0 ? `there is ${names.join(", ")}` : "none is named in the function's settings";
      throw new NnError("not-found", `no model is named "${name.slice(0, 100)}": ${there}`);
    }
    return toModel(know(toAddress(named, ticket.native !== "off")), named.labels ?? null, endsAt);
  }

  return {
    open({ models = {} }, timeoutMs = Number.POSITIVE_INFINITY) {
      const endsAt = performance.now() + timeoutMs;
      return {
        load(bytes, encoding) {
          const form = encoding ?? recogniseEncoding(bytes);
          if (!form) throw new NnError("invalid-encoding", "the bytes are of no kind of model that is known here");
          const found = known.byBytes(bytes, form);
          if (found) return toModel(found, null, endsAt);
          meter.take(bytes.byteLength);
          const shared = new SharedArrayBuffer(bytes.byteLength);
          new Uint8Array(shared).set(bytes);
          // The copy is what counts: a guest with threads could change its own meanwhile.
          const key = toKey(new Uint8Array(shared));
          return toModel(know({ key, encoding: form, source: { kind: "bytes", bytes: shared }, native }), null, endsAt);
        },
        loadFolder(files, tags) {
          const content = JSON.stringify([tags, ...[...files].map(([name, bytes]) => [name, toKey(bytes)])]);
          const address: ModelAddress = {
            key: toKey(new TextEncoder().encode(content)),
            encoding: "tensorflow",
            source: { kind: "files", files, tags },
            native,
          };
          return toModel(know(address), null, endsAt);
        },
        names: Object.keys(models),
        loadByName: (name) => byName(name, models, endsAt),
      };
    },
  };
}

function toAddress({ path, sha256, encoding, tags }: NamedModel, native: boolean): ModelAddress {
  return tags
    ? { key: `${sha256} ${tags.join(" ")}`, encoding, source: { kind: "folder", path, tags }, native }
    : { key: sha256, encoding, source: { kind: "file", path }, native };
}
