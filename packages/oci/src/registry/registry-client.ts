import { setTimeout as wait } from "node:timers/promises";
import { SandpiperError } from "@sandpiper/core";
import { isDigest, toDigest } from "../blob.ts";
import type { Descriptor, Index } from "../descriptor.ts";
import { MEDIA_TYPES } from "../media-types.ts";
import { formatReference, type Reference } from "../reference.ts";
import { authorize, type Challenge, parseChallenge } from "./authorize.ts";
import { type Credentials, findCredentials } from "./credentials.ts";

export interface RegistryClientOptions {
  /** Speak HTTP without TLS; registries on this machine are always spoken to so. */
  readonly plainHttp?: boolean;
  /** Default: what Docker's settings have. */
  readonly credentials?: (registry: string) => Promise<Credentials | null>;
  /** Whether it will write: what a token is asked for. */
  readonly write?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Before another try, ms; doubled each time. */
  readonly retryMs?: number;
}

export interface FetchedManifest {
  readonly descriptor: Descriptor;
  readonly content: Uint8Array;
}

/** One repository of a registry, as far as pushing and pulling need it (distribution-spec v1.1). */
export interface RegistryClient {
  hasBlob(digest: string): Promise<boolean>;
  /** The content as it comes, not yet checked. */
  getBlob(digest: string): Promise<ReadableStream<Uint8Array>>;
  putBlob(digest: string, content: Blob): Promise<void>;
  /** @param tag or a digest, which the content is then checked against */
  getManifest(tag: string): Promise<FetchedManifest>;
  /** @returns whether the registry keeps account of `subject` by itself */
  putManifest(tag: string, mediaType: string, content: Uint8Array): Promise<{ readonly linksSubject: boolean }>;
  /** Manifests that refer to this one. */
  listReferrers(digest: string): Promise<readonly Descriptor[]>;
}

const MANIFEST_TYPES = [MEDIA_TYPES.manifest, MEDIA_TYPES.index, MEDIA_TYPES.dockerManifest, MEDIA_TYPES.dockerIndex];

/** Manifests are small: registries take 4 MiB at most (distribution-spec, "Pushing manifests"). */
const MAX_MANIFEST_BYTES = 4 * 1024 ** 2;

/** How often a request is made until it is given up, and which answers are worth another try. */
const TRIES = 4;
const RETRY_MS = 500;
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Docker Hub's API has another host than its name. */
const HOSTS: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };

type Call = Omit<RequestInit, "headers"> & { headers?: Record<string, string>; allow?: readonly number[] };

export function createRegistryClient(reference: Reference, options: RegistryClientOptions = {}): RegistryClient {
  const { plainHttp = false, credentials = findCredentials, write = false, signal, retryMs = RETRY_MS } = options;
  const { registry, repository } = reference;
  const scheme = plainHttp || isLoopback(registry) ? "http" : "https";
  const base = `${scheme}://${HOSTS[registry] ?? registry}/v2/${repository}`;
  const scope = `repository:${repository}:${write ? "pull,push" : "pull"}`;
  let authorization: string | null = null;
  let known: Promise<Credentials | null> | undefined;

  async function signIn(challenge: Challenge): Promise<boolean> {
    known ??= credentials(registry);
    const before = authorization;
    authorization = await authorize(challenge, scope, await known, { secure: scheme === "https" });
    // A token that was refused as well is no reason to ask for the next one.
    return authorization !== null && (before === null || challenge.scheme === "bearer");
  }

  async function send(url: string, call: Call): Promise<Response> {
    const { allow: _, headers = {}, ...init } = call;
    const own = authorization !== null && new URL(url).origin === new URL(base).origin ? { authorization } : {};
    return fetch(url, { ...init, headers: { ...headers, ...own }, ...(signal ? { signal } : {}) });
  }

  /** Makes a request: again when it may work the second time, with a token when it takes one. */
  async function request(url: string, call: Call = {}): Promise<Response> {
    let signedIn = false;
    for (let attempt = 1; ; attempt++) {
      let response: Response;
      try {
        response = await send(url, call);
      } catch (cause) {
        if (signal?.aborted) throw new SandpiperError("E_CANCELLED", "stopped before it was done", { cause });
        if (attempt < TRIES && !isRefused(cause)) {
          await wait(retryMs * 2 ** (attempt - 1));
          continue;
        }
        throw unreachable(registry, scheme, cause);
      }
      if (response.ok || call.allow?.includes(response.status)) return response;
      const challenge = response.status === 401 ? parseChallenge(response.headers.get("www-authenticate")) : null;
      if (challenge && !signedIn && (await signIn(challenge))) {
        await response.body?.cancel();
        signedIn = true;
        continue;
      }
      if (PASSING.has(response.status) && attempt < TRIES) {
        await response.body?.cancel();
        await wait(retryMs * 2 ** (attempt - 1));
        continue;
      }
      throw await toError(response, reference);
    }
  }

  async function getManifest(tag: string, allow: readonly number[] = []): Promise<FetchedManifest | null> {
    const url = `${base}/manifests/${tag}`;
    const response = await request(url, { headers: { accept: MANIFEST_TYPES.join(", ") }, allow });
    if (!response.ok) return null;
    const content = new Uint8Array(await response.arrayBuffer());
    if (content.length > MAX_MANIFEST_BYTES) throw notAsItSays(`the manifest ${tag} has ${content.length} bytes`);
    const digest = toDigest(content);
    if (isDigest(tag) && digest !== tag) throw notAsItSays(`the manifest ${tag} is in truth ${digest}`);
    return { descriptor: { mediaType: readMediaType(response, content), digest, size: content.length }, content };
  }

  return {
    async hasBlob(digest) {
      const response = await request(`${base}/blobs/${digest}`, { method: "HEAD", allow: [404] });
      return response.ok;
    },
    async getBlob(digest) {
      const response = await request(`${base}/blobs/${digest}`);
      return response.body ?? new Blob([]).stream();
    },
    async putBlob(digest, content) {
      const start = await request(`${base}/blobs/uploads/`, { method: "POST", headers: { "content-length": "0" } });
      const location = start.headers.get("location");
      if (location === null) throw notAsItSays("it takes an upload without saying where");
      const to = new URL(location, `${base}/`);
      to.searchParams.set("digest", digest);
      await request(to.href, { method: "PUT", body: content, headers: { "content-type": "application/octet-stream" } });
    },
    getManifest: async (tag) => (await getManifest(tag))!,
    async putManifest(tag, mediaType, content) {
      const headers = { "content-type": mediaType };
      const response = await request(`${base}/manifests/${tag}`, {
        method: "PUT",
        body: new Blob([new Uint8Array(content)]),
        headers,
      });
      return { linksSubject: response.headers.has("oci-subject") };
    },
    async listReferrers(digest) {
      const response = await request(`${base}/referrers/${digest}`, { allow: [400, 404, 405] });
      if (response.ok) return ((await response.json()) as Index).manifests ?? [];
      const index = await getManifest(toReferrersTag(digest), [404]);
      return index ? (JSON.parse(Buffer.from(index.content).toString()) as Index).manifests : [];
    },
  };

  function notAsItSays(what: string): SandpiperError {
    return new SandpiperError("E_REGISTRY", `${registry} answered with what it may not: ${what}`);
  }
}

/** Where registries that keep no account of who refers to whom have it kept by their clients (distribution-spec, "Referrers tag schema"). */
export function toReferrersTag(digest: string): string {
  return digest.replace(":", "-");
}

function readMediaType(response: Response, content: Uint8Array): string {
  const { mediaType } = JSON.parse(Buffer.from(content).toString()) as { mediaType?: string };
  return mediaType ?? response.headers.get("content-type") ?? MEDIA_TYPES.manifest;
}

function isLoopback(registry: string): boolean {
  const host = registry.replace(/:\d+$/, "");
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Nobody listens there, or there is no such host: the next try is the same. */
function isRefused(error: unknown): boolean {
  const code = error instanceof Error ? (error.cause as { code?: string } | undefined)?.code : undefined;
  return code === "ECONNREFUSED" || code === "ENOTFOUND";
}

function unreachable(registry: string, scheme: string, cause: unknown): SandpiperError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = inner instanceof Error ? inner.message || inner.name : String(inner);
  const isTls = scheme === "https" && /SSL|TLS|wrong version|packet length/i.test(why);
  return new SandpiperError("E_REGISTRY", `${registry} cannot be reached: ${why}`, {
    hint: isTls ? "If it speaks no TLS: --plain-http" : "Is its name right, and the network there?",
    cause,
  });
}

/** The registry's own words: `{"errors": [{code, message}]}` (distribution-spec, "Error codes"). */
async function toError(response: Response, reference: Reference): Promise<SandpiperError> {
  const body = await response.text().catch(() => "");
  let said = "";
  try {
    const { errors } = JSON.parse(body) as { errors: { code?: string; message?: string }[] };
    said = errors.map(({ code, message }) => message ?? code ?? "").join("; ");
  } catch {
    // A proxy's page, mostly: the status says enough.
  }
  const name = formatReference(reference);
  const { status } = response;
  const words = `status ${status}${said === "" ? "" : ` (${said})`}`;
  if (status === 401) {
    return new SandpiperError("E_UNAUTHORIZED", `${reference.registry} wants credentials for ${name}: ${words}`, {
      hint: `Sign in: docker login ${reference.registry}`,
    });
  }
  if (status === 403) {
    return new SandpiperError("E_FORBIDDEN", `${reference.registry} does not allow this for ${name}: ${words}`, {
      hint: "May the account that is signed in do this? Some registries want the repository to be made first.",
    });
  }
  if (status === 404) {
    return new SandpiperError("E_NOT_FOUND", `${name} is not there: ${words}`, {
      hint: "Are the name and the tag right?",
    });
  }
  return new SandpiperError("E_REGISTRY", `${reference.registry} refused: ${words}`, {});
}
