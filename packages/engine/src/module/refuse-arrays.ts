import { SandpiperError } from "@sandpiper/core";
import { type ModuleLayout, openSection } from "./read-module.ts";
import { ARRAY, readTypeForms } from "./read-types.ts";
import { SECTION } from "./sections.ts";

/**
 * Refuses modules with garbage-collected arrays. V8 ends the whole process, not the worker, when one large object does
 * not fit in a worker's heap (tried with 13.6: a few arrays of 20 MB do it), and an array's length is known only as it is made.
 * Structures are small, and a worker that runs out of room for them ends alone.
 * @throws `E_MODULE_INVALID`, also for types of a form that is not known, which could be arrays by another name
 */
export function refuseArrays(layout: ModuleLayout): void {
  const section = openSection(layout.bytes, layout.name, layout.sections, SECTION.type);
  if (!section) return;
  const forms = readTypeForms(section);
  if (forms && !forms.includes(ARRAY)) return;
  throw new SandpiperError(
    "E_MODULE_INVALID",
    `${layout.name} ${forms ? "uses garbage-collected arrays" : "has types of an unknown form"}, which cannot be held to a memory limit here`,
    { hint: "Build it from a language that keeps its data in linear memory, such as Rust, C or AssemblyScript." },
  );
}
