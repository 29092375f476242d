import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

let features: string | null = null;

/** What native code for this processor may use of it, as a name that is the same on processors alike. */
export function processorFeatures(): string {
  features ??= `${process.platform}-${process.arch}-${digest(readFlags())}`;
  return features;
}

/** What native code for every processor of this kind is kept under. */
export function anyProcessor(): string {
  return `${process.platform}-${process.arch}-any`;
}

/** Linux lists what a processor can do; elsewhere its model stands for it. */
function readFlags(): string {
  try {
    const [, flags = ""] = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8")) ?? [];
    if (flags !== "") return flags.split(" ").sort().join(" ");
  } catch {
    // Not Linux.
  }
  return cpus()[0]?.model ?? "";
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
