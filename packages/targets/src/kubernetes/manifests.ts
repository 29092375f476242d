import { toMemoryNeedMib, toTimeNeedS } from "../instance-needs.ts";
import type { DeployedImage, Files } from "../target.ts";

/** What crun is called in the settings of nodes (containers/crun, docs/wasm-wasi-on-kubernetes.md), and what it is told. */
const WASM_HANDLER = "crun";
const WASM_CLASS = "sandpiper-wasm";
const WASM_VARIANT = '"module.wasm.image/variant": compat-smart';

/** What WasmEdge takes beside the memory of its guest. MiB. */
const BESIDE_MODULE_MIB = 64;
const MIB = 1024 ** 2;
/** Knative's own limit unless its settings say otherwise (knative.dev/docs/serving/configuration/config-defaults, read 2026-11). */
const KNATIVE_MOST_S = 600;

/** How long a node may take to fetch an image, which counts as a Job's time. Seconds. */
const PULL_S = 120;

/**
 * A Deployment with its Service, and a Knative Service, of an image that answers HTTP; a Job of one that reads its input and ends, which a
 * Deployment would start over and over. Images are named by their digest: what runs is what was built.
 */
export function toManifests(images: readonly DeployedImage[]): Files {
  const files = new Map<string, string>();
  for (const image of images) {
    const name = toName(image.name);
    if (image.port === null) {
      files.set(`jobs/${name}.yaml`, toJob(name, image));
    } else {
      files.set(`deployment/${name}.yaml`, `${toDeployment(name, image, image.port)}---\n${toService(name)}`);
      if (image.health !== null) files.set(`knative/${name}.yaml`, toKnativeService(name, image, image.port));
    }
  }
  if (images.some(isWasm)) files.set("runtime-class.yaml", RUNTIME_CLASS);
  return files;
}

/** As functions and projects are called, Kubernetes' own things may be, but that Services begin with a letter (RFC 1035). */
function toName(name: string): string {
  if (/^[a-z]/.test(name)) return name;
  return `app-${name}`.slice(0, 63).replace(/-+$/, "");
}

function isWasm({ architecture }: DeployedImage): boolean {
  return architecture === "wasm";
}

/** `ghcr.io/ada/app:1@sha256:...`: the tag for people, the digest for the cluster. */
function toImage({ reference, digest }: DeployedImage): string {
  return JSON.stringify(`${reference!.replace(/@.*$/, "")}@${digest}`);
}

function toMemoryMib(image: DeployedImage): number {
  const { functions } = image.deployment;
  if (image.health !== null) return toMemoryNeedMib(image.deployment);
  return Math.ceil(Math.max(...functions.map(({ settings }) => settings.limits.memoryBytes)) / MIB) + BESIDE_MODULE_MIB;
}

const RUNTIME_CLASS = `# Nodes whose crun is built with WasmEdge, under the name that their container runtime has for it.
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata:
  name: ${WASM_CLASS}
handler: ${WASM_HANDLER}
`;

/** What no program here needs is taken from it. */
const CONTAINER_SECURITY = `securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities:
    drop: [ALL]
`;

function toResources(image: DeployedImage): string {
  return `resources:
  requests:
    cpu: 100m
    memory: 128Mi
  limits:
    memory: ${toMemoryMib(image)}Mi
`;
}

/** Asked of programs for Node, whose thread a guest holds as it runs: one that answers nothing for long is started anew. */
function toProbes(image: DeployedImage): string {
  if (image.health === null) return `readinessProbe:\n  tcpSocket:\n    port: http\n`;
  return `readinessProbe:
  httpGet:
    path: ${image.health}
    port: http
  periodSeconds: 5
livenessProbe:
  httpGet:
    path: ${image.health}
    port: http
  initialDelaySeconds: 5
  timeoutSeconds: ${toTimeNeedS(image.deployment)}
`;
}

function toDeployment(name: string, image: DeployedImage, port: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
${isWasm(image) ? `      annotations:\n        ${WASM_VARIANT}\n` : ""}    spec:
${isWasm(image) ? `      runtimeClassName: ${WASM_CLASS}\n` : ""}      automountServiceAccountToken: false
      containers:
        - name: ${name}
          image: ${toImage(image)}
          ports:
            - name: http
              containerPort: ${port}
${indent(10, toProbes(image) + toResources(image) + CONTAINER_SECURITY)}`;
}

function toService(name: string): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
`;
}

function toKnativeService(name: string, image: DeployedImage, port: number): string {
  return `apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  template:
    spec:
      # Guests of one program wait for one another; another instance does not.
      containerConcurrency: 1
      timeoutSeconds: ${Math.min(KNATIVE_MOST_S, toTimeNeedS(image.deployment))}
      containers:
        - name: ${name}
          image: ${toImage(image)}
          ports:
            - containerPort: ${port}
          readinessProbe:
            httpGet:
              path: ${image.health}
              port: ${port}
${indent(10, toResources(image) + CONTAINER_SECURITY)}`;
}

function toJob(name: string, image: DeployedImage): string {
  return `# A program that reads its input and ends: kubectl create -f this file starts it, and
# kubectl attach -i job/NAME < in > out gives it its input and takes its answer.
apiVersion: batch/v1
kind: Job
metadata:
  generateName: ${name.slice(0, 57)}-
  labels:
    app.kubernetes.io/name: ${name}
spec:
  backoffLimit: 0
  activeDeadlineSeconds: ${toTimeNeedS(image.deployment) + PULL_S}
  ttlSecondsAfterFinished: 3600
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
${isWasm(image) ? `      annotations:\n        ${WASM_VARIANT}\n` : ""}    spec:
${isWasm(image) ? `      runtimeClassName: ${WASM_CLASS}\n` : ""}      restartPolicy: Never
      automountServiceAccountToken: false
      containers:
        - name: ${name}
          image: ${toImage(image)}
          stdin: true
          stdinOnce: true
${indent(10, toResources(image) + CONTAINER_SECURITY)}`;
}

function indent(by: number, text: string): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}
