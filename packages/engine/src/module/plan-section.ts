import { SandpiperError } from "@sandpiper/core";
import { join, toLeb, toText } from "./binary-writer.ts";
import type { MemoryImport, PreparedModule } from "./prepare-module.ts";

/** The custom section of a prepared module that says how to run it once somebody else has compiled it. */
const PLAN_SECTION = "sandpiper:plan";
const PAGE = 65_536;

/** What cannot be read off a module that comes compiled. */
export interface ModulePlan {
  /** Hex SHA-256 of the module before it was prepared. */
  readonly sha256: string;
  readonly memory: MemoryImport | null;
  readonly growRefusedGlobal: string | null;
}

/** The prepared module with its plan in it: what to deploy where modules are compiled by the place that loads them. */
export function withPlan({ bytes, sha256, memory, growRefusedGlobal }: PreparedModule): Uint8Array<ArrayBuffer> {
  const plan: ModulePlan = { sha256, memory, growRefusedGlobal };
  const content = [...toText(PLAN_SECTION), ...new TextEncoder().encode(JSON.stringify(plan))];
  return join([bytes, [0], toLeb(content.length), content]);
}

/**
 * The plan of a compiled module, or null when it was not prepared.
 * @throws `E_MODULE_INVALID` for a plan that is none, `E_MEMORY_LIMIT` for one that allows more memory than there may be
 */
export function readPlan(module: WebAssembly.Module, name: string, memoryBytes: number): ModulePlan | null {
  const [section] = WebAssembly.Module.customSections(module, PLAN_SECTION);
  if (!section) return null;
  const plan = parse(section);
  if (!plan) {
    throw new SandpiperError("E_MODULE_INVALID", `${name} says how to run it, but not in a way that is understood`, {
      hint: "It was prepared by another version of Sandpiper: build it again.",
    });
  }
  if (plan.memory && plan.memory.maximumPages * PAGE > memoryBytes) {
    throw new SandpiperError("E_MEMORY_LIMIT", `${name} was prepared for more memory than it may have`, {
      hint: "Build it again with the limit it is to have.",
    });
  }
  return plan;
}

function parse(section: ArrayBuffer): ModulePlan | null {
  try {
    const { sha256, memory, growRefusedGlobal } = JSON.parse(new TextDecoder().decode(section));
    const texts = [sha256, ...(growRefusedGlobal === null ? [] : [growRefusedGlobal])];
    if (memory !== null) {
      texts.push(memory.module, memory.name);
      const { initialPages, maximumPages, shared } = memory;
      const inOrder = 0 <= initialPages && initialPages <= maximumPages && maximumPages <= PAGE;
      if (!Number.isInteger(initialPages) || !Number.isInteger(maximumPages) || !inOrder) return null;
      if (typeof shared !== "boolean") return null;
    }
    return texts.every((text) => typeof text === "string") ? { sha256, memory, growRefusedGlobal } : null;
  } catch {
    return null;
  }
}
