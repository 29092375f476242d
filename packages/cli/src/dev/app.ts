import type { HttpBindings } from "@hono/node-server";
import { type App, type CallContext, createApp, type Invocation } from "@sandpiper/core";
import { createPages } from "./create-pages.ts";
import type { FunctionSet } from "./function-set.ts";
import type { RequestRecord } from "./request-record.ts";

/** What comes with each request beside the request itself. */
export interface DevContext extends CallContext {
  readonly bindings: HttpBindings;
  readonly record: RequestRecord;
}

export type DevApp = App<DevContext>;

/** The app that every cloud serves, over functions that may change, with pages of `sandpiper dev`'s own. The static folder is fixed. */
export function createDevApp(functions: FunctionSet, staticFolder: string | null): DevApp {
  return createApp<DevContext>(functions.list, {
    otherwise: createPages(functions, staticFolder),
    onInvocation: (invocation, { record }) => note(record, invocation),
    onRefusal(error, { record }) {
      record.error = error;
    },
  });
}

/** Puts what became of an invocation into the record, and its times into the answer's `server-timing`. */
function note(record: RequestRecord, { id, name, error, exit, response }: Invocation): void {
  record.id = id;
  record.name = name;
  record.error = error;
  if (!exit) return;
  record.stderr = new TextDecoder().decode(exit.stderr);
  record.stderrDropped = exit.stats.stderrDropped;
  const { queueMs, instantiateMs, runMs } = exit.stats;
  const phases = { queue: queueMs, instantiate: instantiateMs, run: runMs };
  const timing = Object.entries(phases).map(([phase, ms]) => `${phase};dur=${ms.toFixed(3)}`);
  response.headers.append("server-timing", timing.join(", "));
}
