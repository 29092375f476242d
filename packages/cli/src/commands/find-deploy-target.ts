import { SandpiperError } from "@sandpiper/core";
import { TARGETS, type Target, type TargetName } from "@sandpiper/targets";
import { suggest } from "../output/suggest.ts";

/** @throws `E_USAGE` when there is no target of that name */
export function findDeployTarget(name: string): Target {
  const found = Object.hasOwn(TARGETS, name) ? TARGETS[name as TargetName] : undefined;
  if (found) return found;
  const names = Object.keys(TARGETS);
  const near = suggest(name, names);
  throw new SandpiperError("E_USAGE", `there is no target "${name}"${near ? `; did you mean "${near}"?` : ""}`, {
    hint: `There is ${names.join(", ")}.`,
  });
}
