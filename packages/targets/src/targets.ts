import { node } from "./node/target.ts";
import type { Target, TargetName } from "./target.ts";

/** Every target there is, by name. */
export const TARGETS: Readonly<Partial<Record<TargetName, Target>>> = { node };
