import { toMemoryNeedMib, toTimeNeedS } from "../instance-needs.ts";
import type { Deployment } from "../target.ts";
import { RUNTIME } from "./start-files.ts";

/** Processor time comes with memory: less would make even small functions slow. MB. */
const LEAST_MB = 1024;
/** Memory is 128 MB and its multiples, up to this. */
const STEP_MB = 128;
export const MOST_MB = 3072;

export const MOST_S = 900;

/** Memory of the function on SCF, MB. */
export function toMemoryMb(deployment: Deployment): number {
  const wanted = Math.max(LEAST_MB, toMemoryNeedMib(deployment));
  return Math.min(MOST_MB, Math.ceil(wanted / STEP_MB) * STEP_MB);
}

/** Time of the function on SCF, seconds. */
export function toTimeoutS(deployment: Deployment): number {
  return Math.min(MOST_S, toTimeNeedS(deployment));
}

/** `web` is handed requests as they are, `event` as events. */
export type FunctionKind = "web" | "event";

/**
 * Settings of Tencent's `scf` component: the function and its URL, open to everybody, as a web page needs it.
 * https://cloud.tencent.com/document/product/1154/43228
 * @param source the program's folder, relative to the file
 */
export function toServerlessYml(deployment: Deployment, kind: FunctionKind, source: string): string {
  const name = toInstanceName(deployment, kind);
  const timeout = toTimeoutS(deployment);
  return `component: scf
name: ${name}

inputs:
  name: \${name}-\${stage}
  type: ${kind}
  src: ${source}
${OWN_SETTINGS[kind](timeout)}
  runtime: ${RUNTIME}
  region: ap-guangzhou
  memorySize: ${toMemoryMb(deployment)}
  timeout: ${timeout}
  events:
    - http:
        parameters:
          netConfig:
            enableIntranet: true
            enableExtranet: true
          qualifier: $DEFAULT
          authType: NONE
`;
}

/** An event function's process is ended by SCF's own runtime, a web function's by the program itself. */
const OWN_SETTINGS: Readonly<Record<FunctionKind, (timeoutS: number) => string>> = {
  event: () => "  handler: index.main_handler",
  web: (timeoutS) => `  environment:
    variables:
      SANDPIPER_TIMEOUT_S: "${timeoutS}"`,
};

/** Names of functions begin with a letter, and have 60 of them at most with the stage: cloud.tencent.com/document/api/583/18586. */
function toInstanceName({ name }: Deployment, kind: FunctionKind): string {
  const spelled = /^[a-z]/.test(name) ? name : `app-${name}`;
  return kind === "event" ? `${spelled.slice(0, 42).replace(/-$/, "")}-event` : spelled.slice(0, 48).replace(/-$/, "");
}
