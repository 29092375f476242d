import { stat } from "node:fs/promises";
import {
  createFunction,
  type RoutedFunction,
  type SandpiperError,
  type SandpiperFunction,
  toSandpiperError,
} from "@sandpiper/core";
import type { Engines } from "../engine/create-engines.ts";
import { createProgress } from "../output/progress.ts";
import { type LoadedFunction, loadFunction } from "../project/load-function.ts";
import type { ProjectFunction } from "../project/project.ts";
import { toSettings } from "../project/to-settings.ts";

/** A function of the project as it serves right now. */
export interface LiveFunction extends RoutedFunction {
  /** What it was loaded from; of one that could not be loaded, what it should have been. */
  readonly definition: ProjectFunction;
  /** Bytes of the module; null when none could be loaded. */
  readonly moduleBytes: number | null;
  /** Why it does not serve, or why it still serves what it served before. */
  readonly error: SandpiperError | null;
  /** False when there is nothing to run: `function` then answers with `error`. */
  readonly serves: boolean;
}

export interface FunctionSet {
  /** In the project's order. */
  list(): readonly LiveFunction[];
  /**
   * Takes in the functions as they are now. What did not change keeps running; what changed is loaded beside the old and
   * takes its place; what fails to load leaves the old in place. `failed` are functions whose build failed.
   */
  update(
    functions: readonly ProjectFunction[],
    failed: ReadonlyMap<string, SandpiperError>,
  ): Promise<readonly FunctionChange[]>;
}

export interface FunctionChange {
  readonly name: string;
  readonly kind: "added" | "changed" | "removed" | "failed";
  readonly error?: SandpiperError;
}

interface Entry extends LiveFunction {
  /** Tells whether anything it was loaded from changed. */
  readonly stamp: string;
  retire(): void;
}

export function createFunctionSet(engines: Pick<Engines, "of">): FunctionSet {
  let entries = new Map<string, Entry>();
  let list: readonly LiveFunction[] = [];

  async function refresh(definition: ProjectFunction, buildError: SandpiperError | undefined): Promise<Entry> {
    const old = entries.get(definition.name);
    const stamp = await toStamp(definition);
    if (buildError) {
      // A stamp of its own: when the build works again, even to the same bytes, the error goes.
      return old?.error === buildError ? old : keep(old, definition, `${stamp} not built`, buildError);
    }
    if (old?.stamp === stamp) return old;
    try {
      return toEntry(definition, stamp, await loadFunction(await engines.of(definition), definition, createProgress()));
    } catch (error) {
      return keep(old, definition, stamp, toSandpiperError(error));
    }
  }

  return {
    list: () => list,

    async update(functions, failed) {
      const changes: FunctionChange[] = [];
      const next = new Map<string, Entry>();
      for (const definition of functions) {
        const { name } = definition;
        const old = entries.get(name);
        const entry = await refresh(definition, failed.get(name));
        next.set(name, entry);
        if (entry === old) continue;
        if (entry.error) changes.push({ name, kind: "failed", error: entry.error });
        else changes.push({ name, kind: old ? "changed" : "added" });
      }
      const before = entries;
      entries = next;
      list = [...next.values()];
      for (const [name, old] of before) {
        const now = next.get(name);
        if (!now) changes.push({ name, kind: "removed" });
        if (now?.function !== old.function) old.retire();
      }
      return changes;
    },
  };
}

/** What served before goes on serving, with the error noted. */
function keep(old: Entry | undefined, definition: ProjectFunction, stamp: string, error: SandpiperError): Entry {
  if (old?.serves) return { ...old, stamp, error };
  const { route } = definition;
  const failing = toFailing(definition, error);
  return {
    definition,
    route,
    stamp,
    error,
    moduleBytes: null,
    serves: false,
    function: failing,
    retire: () => undefined,
  };
}

/** A function that answers each request with why it can't be run. */
function toFailing(definition: ProjectFunction, error: SandpiperError): SandpiperFunction {
  const run = () => Promise.reject(error);
  return createFunction(toSettings(definition), { sha256: "", run, close: async () => undefined });
}

function toEntry(definition: ProjectFunction, stamp: string, loaded: LoadedFunction): Entry {
  let running = 0;
  let retired = false;
  const closeWhenIdle = () => {
    if (retired && running === 0) void loaded.close();
  };
  return {
    definition,
    route: definition.route,
    stamp,
    error: null,
    moduleBytes: loaded.moduleBytes,
    serves: true,
    function: {
      ...loaded,
      async invoke(request, context) {
        running++;
        try {
          return await loaded.invoke(request, context);
        } finally {
          running--;
          closeWhenIdle();
        }
      },
    },
    retire() {
      retired = true;
      closeWhenIdle();
    },
  };
}

async function toStamp(definition: ProjectFunction): Promise<string> {
  const file = definition.wasm === null ? null : await stat(definition.wasm).catch(() => null);
  const models: unknown[] = [];
  for (const { source } of Object.values(definition.models ?? {})) {
    const model = "path" in source ? await stat(source.path).catch(() => null) : null;
    models.push([model?.mtimeMs, model?.size]);
  }
  return JSON.stringify([definition, file?.mtimeMs, file?.size, file?.ino, models]);
}
