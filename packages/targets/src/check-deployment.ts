import { formatDuration, formatSize } from "@sandpiper/core";
import type { Deployment, Figure, Target, TargetLimits } from "./target.ts";

/** Why functions, or all of a deployment, would not work on a target. */
export interface DeploymentProblem {
  /** Names of the functions that have it; empty for what concerns the whole. */
  readonly functions: readonly string[];
  /** `refused`: the cloud would not take it, or it could never answer. `limited`: the cloud's limit holds before ours. */
  readonly kind: "refused" | "limited";
  /** One sentence, with the cloud's figure and where it was read. */
  readonly message: string;
  /** What to change. */
  readonly hint: string;
}

/** What an artifact weighs, but for files that the place itself serves. Bytes. */
export interface ArtifactSizes {
  readonly unpacked: number;
  /** As a zip; null where no limit asks for it. */
  readonly packed: number | null;
}

/** What a function's module asks for, as it was read. */
export interface ModuleFacts {
  /** Import modules of inference that it uses. */
  readonly hostModules: readonly string[];
  /** Memory that it starts with, in bytes. */
  readonly initialMemoryBytes: number;
  /** All of the models that it finds by name, in bytes; they are in memory once it uses them. */
  readonly modelBytes: number;
}

/**
 * Holds a deployment against what its target allows. Functions with the same problem share one.
 * @param modules by the function's name
 */
export function checkDeployment(
  target: Target,
  deployment: Deployment,
  sizes: ArtifactSizes,
  modules: ReadonlyMap<string, ModuleFacts> = new Map(),
): DeploymentProblem[] {
  return [
    ...checkSizes(target, sizes),
    ...checkInference(target, deployment, modules),
    ...checkMemory(target, deployment, modules),
    ...checkLimits(target, deployment),
    ...checkReservedPaths(target, deployment),
    ...checkStaticFiles(target, deployment),
  ];
}

function* checkSizes({ limits, title, image }: Target, sizes: ArtifactSizes): Iterable<DeploymentProblem> {
  for (const { limit, bytes, what, kind, hint } of [
    { limit: limits.artifactBytes, bytes: sizes.unpacked, what: "the artifact is", ...TOO_LARGE },
    { limit: limits.packedBytes, bytes: sizes.packed, what: "packed, the artifact is", ...TOO_LARGE },
    { limit: limits.directUploadBytes, bytes: sizes.packed, what: "packed, the artifact is", ...NOT_IN_ONE_PIECE },
  ]) {
    if (!limit || bytes === null || bytes <= limit.value) continue;
    const takes = `${title} takes ${formatSize(limit.value)}${kind === "limited" ? " in one piece" : ""}`;
    const message = `${what} ${formatSize(bytes)}, and ${takes} (${read(limit)})`;
    yield { functions: [], kind, message, hint: image && !image.only ? `${hint} ${AS_IMAGE}` : hint };
  }
}

/** Places that take both take larger images. */
const AS_IMAGE = "Or build a container image, which may be larger: --image.";

const TOO_LARGE = { kind: "refused", hint: "Take functions or models out, or deploy them apart." } as const;
const NOT_IN_ONE_PIECE = {
  kind: "limited",
  hint: "Upload it through the cloud's own storage, as its tools do, or take functions or models out.",
} as const;

/** The backend that deployments have is LiteRT, whose models these are. */
const DEPLOYED_ENCODING = "tensorflow-lite";

/** The import module that only TensorFlow answers. */
const TENSORFLOW_MODULE = "wasmedge_tensorflow";

function* checkInference(
  { title, noInference }: Target,
  { functions }: Deployment,
  modules: ReadonlyMap<string, ModuleFacts>,
): Iterable<DeploymentProblem> {
  const elsewhere = 'run the function on a server of your own ("sandpiper dev").';
  for (const { settings, models } of functions) {
    if (models === null) continue;
    const { name } = settings;
    const refused = { functions: [name], kind: "refused" } as const;
    if (noInference !== undefined) {
      const hint = `Take it out, or deploy it to another target: sandpiper targets. Else ${elsewhere}`;
      yield { ...refused, message: `${name} uses inference, which does not run on ${title}: ${noInference}`, hint };
      continue;
    }
    if (modules.get(name)?.hostModules.includes(TENSORFLOW_MODULE)) {
      const message = `${name} imports ${TENSORFLOW_MODULE}, and TensorFlow is not part of a deployment to ${title}`;
      yield { ...refused, message, hint: `Use TensorFlow Lite in the function, or ${elsewhere}` };
    }
    for (const [model, { encoding }] of Object.entries(models)) {
      if (encoding === DEPLOYED_ENCODING) continue;
      const message = `${name} has the ${encoding} model ${model}, and only TensorFlow Lite is part of a deployment to ${title}`;
      yield { ...refused, message, hint: `Convert it to TensorFlow Lite, or ${elsewhere}` };
    }
  }
}

function* checkMemory(
  { limits, title }: Target,
  { functions }: Deployment,
  modules: ReadonlyMap<string, ModuleFacts>,
): Iterable<DeploymentProblem> {
  const limit = limits.memoryBytes;
  if (!limit) return;
  for (const { settings } of functions) {
    const { initialMemoryBytes = 0, modelBytes = 0 } = modules.get(settings.name) ?? {};
    if (initialMemoryBytes + modelBytes <= limit.value) continue;
    const models = modelBytes > 0 ? ` and has ${formatSize(modelBytes)} of models` : "";
    const message = `${settings.name} starts with ${formatSize(initialMemoryBytes)} of memory${models}, and ${title} has ${formatSize(limit.value)} (${read(limit)})`;
    const hint = modelBytes > initialMemoryBytes ? "Use smaller models." : "Build it to start with less memory.";
    yield { functions: [settings.name], kind: "refused", message, hint };
  }
}

type LimitKey = "memoryBytes" | "timeoutMs" | "cpuTimeoutMs" | "bodyBytes" | "outputBytes";

interface LimitRule {
  readonly own: LimitKey;
  readonly place: keyof TargetLimits;
  readonly format: (value: number) => string;
  readonly what: string;
  /** Of the settings. */
  readonly key: string;
}

const LIMIT_RULES: readonly LimitRule[] = [
  { own: "memoryBytes", place: "memoryBytes", format: formatSize, what: "may use", key: "memory" },
  { own: "timeoutMs", place: "timeoutMs", format: formatDuration, what: "may take", key: "timeout" },
  { own: "cpuTimeoutMs", place: "cpuTimeMs", format: formatDuration, what: "may compute for", key: "cpu" },
  { own: "bodyBytes", place: "requestBytes", format: formatSize, what: "may be sent", key: "maxBody" },
  { own: "outputBytes", place: "responseBytes", format: formatSize, what: "may answer", key: "maxOutput" },
];

function* checkLimits({ limits, title }: Target, { functions }: Deployment): Iterable<DeploymentProblem> {
  for (const { own, place, format, what, key } of LIMIT_RULES) {
    const limit = limits[place];
    if (!limit) continue;
    const over = functions.map(({ settings }) => settings).filter((settings) => settings.limits[own] > limit.value);
    for (const value of new Set(over.map((settings) => settings.limits[own]))) {
      const names = over.filter((settings) => settings.limits[own] === value).map(({ name }) => name);
      const message = `${listOf(names)} ${what} ${format(value)}, and ${title} allows ${format(limit.value)} (${read(limit)})`;
      yield { functions: names, kind: "limited", message, hint: `Lower "${key}" in the settings to what is needed.` };
    }
  }
}

function* checkReservedPaths({ reserved, title }: Target, deployment: Deployment): Iterable<DeploymentProblem> {
  for (const path of reserved?.paths ?? []) {
    const takes = (own: string) => `${own.toLowerCase()}/`.startsWith(`${path}/`);
    const itself = `${title} answers at ${path} itself (${read(reserved!)})`;
    for (const { settings, route } of deployment.functions) {
      if (!takes(route.path)) continue;
      const message = `${settings.name} is to answer at ${route.path}, and ${itself}`;
      const hint = 'Give it another "route" in the settings.';
      yield { functions: [settings.name], kind: "refused", message, hint };
    }
    const files = [...deployment.staticFiles.keys()].filter((file) => takes(`/${file}`));
    if (files.length === 0) continue;
    const message = `${count(files.length, "file")} such as ${files[0]} cannot be asked for: ${itself}`;
    yield { functions: [], kind: "limited", message, hint: "Put them into another folder." };
  }
}

function* checkStaticFiles(target: Target, { staticFiles }: Deployment): Iterable<DeploymentProblem> {
  if (target.staticFiles === "program") return;
  const { limits, title } = target;
  const { fileBytes, files } = limits;
  if (files && staticFiles.size > files.value) {
    const message = `there are ${count(staticFiles.size, "static file")}, and ${title} takes ${files.value} (${read(files)})`;
    yield { functions: [], kind: "refused", message, hint: "Take out what is not asked for, such as source maps." };
  }
  if (!fileBytes) return;
  for (const [file, { length }] of staticFiles) {
    if (length <= fileBytes.value) continue;
    const message = `the static file ${file} is ${formatSize(length)}, and ${title} takes ${formatSize(fileBytes.value)} (${read(fileBytes)})`;
    yield { functions: [], kind: "refused", message, hint: "Make it smaller, or put it into storage of the cloud." };
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function read({ source, date }: Pick<Figure, "source" | "date">): string {
  return `${new URL(source).host}, ${date}`;
}

/** `a`, `a and b`, `a, b and c`. */
function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
