import { netlify } from "./netlify/target.ts";
import { node } from "./node/target.ts";
import type { Target, TargetName } from "./target.ts";
import { vercel } from "./vercel/target.ts";

/** Every target there is, by name. */
export const TARGETS: Readonly<Partial<Record<TargetName, Target>>> = { node, netlify, vercel };
