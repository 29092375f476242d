import { setTimeout as wait } from "node:timers/promises";
import { SandpiperError } from "@sandpiper/core";
import { isDigest, toDigest } from "../blob.ts";
import type { Descriptor, Index } from "../descriptor.ts";
import { MEDIA_TYPES } from "../media-types.ts";
import type { Reference } from "../reference.ts";
import { authorize, type Challenge, parseChallenge } from "./authorize.ts";
import { type Credentials, findCredentials } from "./credentials.ts";
import { readAtMost } from "./read-at-most.ts";
import { toRegistryError } from "./to-registry-error.ts";

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
  getBlob(digest: string): Promise<AsyncIterable<Uint8Array>>;
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

/** More than anything has signatures and lists of contents. */
const MAX_PAGES = 100;

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
    const takesPlainHttp = (host: string) => plainHttp || (scheme === "http" && isLoopback(host));
    authorization = await authorize(challenge, { scope, credentials: await known, takesPlainHttp, signal });
    // A token that was refused as well is no reason to ask for the next one.
    return authorization !== null && (before === null || challenge.scheme === "bearer");
  }

  /** What a registry asks for; what another place does, to which a registry may send us, is none of its business. */
  function challengeOf({ status, url, headers }: Response): Challenge | null {
    return status === 401 && isOwn(url) ? parseChallenge(headers.get("www-authenticate")) : null;
  }

  function isOwn(url: string): boolean {
    return new URL(url).origin === new URL(base).origin;
  }

  async function send(url: string, call: Call): Promise<Response> {
    const { allow: _, headers = {}, ...init } = call;
    checkScheme(url);
    const own = authorization !== null && isOwn(url) ? { authorization } : {};
    // On the way to another origin `fetch` leaves the authorization behind.
    const response = await fetch(url, { ...init, headers: { ...headers, ...own }, ...(signal ? { signal } : {}) });
    checkScheme(response.url);
    return response;
  }

  /** A registry with TLS leads nowhere without. */
  function checkScheme(url: string): void {
    if (scheme === "https" && !url.startsWith("https:"))
      throw notAsItSays(`it leads to ${new URL(url).origin}, without TLS`);
  }

  /** Makes a request: again when it may work the second time, with a token when it takes one. */
  async function request(url: string, call: Call = {}): Promise<Response> {
    let signedIn = false;
    for (let attempt = 1; ; attempt++) {
      let response: Response;
      try {
        response = await send(url, call);
        if (response.ok || call.allow?.includes(response.status)) return response;
        const challenge = signedIn ? null : challengeOf(response);
        if (challenge && (await signIn(challenge))) {
          await response.body?.cancel();
          signedIn = true;
          continue;
        }
      } catch (cause) {
        if (attempt >= TRIES || !isPassing(cause)) throw toFailure(cause);
        await pause(attempt);
        continue;
      }
      if (!PASSING.has(response.status) || attempt >= TRIES) throw await toRegistryError(response, reference);
      await response.body?.cancel();
      await pause(attempt);
    }
  }

  async function pause(attempt: number): Promise<void> {
    await wait(retryMs * 2 ** (attempt - 1), undefined, signal ? { signal } : {}).catch((cause) => {
      throw toFailure(cause);
    });
  }

  function isPassing(cause: unknown): boolean {
    return !(cause instanceof SandpiperError) && !signal?.aborted && !isRefused(cause);
  }

  function toFailure(cause: unknown): SandpiperError {
    if (cause instanceof SandpiperError) return cause;
    if (signal?.aborted) return new SandpiperError("E_CANCELLED", "stopped before it was done", { cause });
    return unreachable(registry, scheme, cause);
  }

  async function* follow(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
    try {
      yield* body ?? [];
    } catch (cause) {
      throw toFailure(cause);
    }
  }

  /** JSON of a bounded size, and its bytes. */
  async function readJson<T extends object>(response: Response, what: string): Promise<{ value: T; content: Buffer }> {
    const content = await readAtMost(response, MAX_MANIFEST_BYTES).catch((cause) => {
      throw toFailure(cause);
    });
    if (content === null) throw notAsItSays(`${what} has more than ${MAX_MANIFEST_BYTES} bytes`);
    const value = parseObject<T>(content);
    if (value === null) throw notAsItSays(`${what} is no JSON object`);
    return { value, content };
  }

  async function getManifest(tag: string, allow: readonly number[] = []): Promise<FetchedManifest | null> {
    const url = `${base}/manifests/${tag}`;
    const response = await request(url, { headers: { accept: MANIFEST_TYPES.join(", ") }, allow });
    if (!response.ok) return null;
    const { value, content } = await readJson<{ mediaType?: string }>(response, `the manifest ${tag}`);
    const digest = toDigest(content);
    if (isDigest(tag) && digest !== tag) throw notAsItSays(`the manifest ${tag} is in truth ${digest}`);
    const mediaType = value.mediaType ?? response.headers.get("content-type") ?? MEDIA_TYPES.manifest;
    return { descriptor: { mediaType, digest, size: content.length }, content };
  }

  /** All pages of a list of referrers, of which each says where the next is (distribution-spec, "Listing Referrers"). */
  async function readPages(first: Response, from: string): Promise<readonly Descriptor[]> {
    const all: Descriptor[] = [];
    let response = first;
    let url = from;
    for (let page = 1; ; page++) {
      const { manifests = [] } = (await readJson<Index>(response, "the list of referrers")).value;
      if (!Array.isArray(manifests)) throw notAsItSays("the list of referrers is none");
      all.push(...manifests);
      const next = parseNextLink(response.headers.get("link"));
      if (next === null) return all;
      if (page === MAX_PAGES) throw notAsItSays(`the list of referrers has more than ${MAX_PAGES} pages`);
      if (!URL.canParse(next, url) || !isOwn(new URL(next, url).href))
        throw notAsItSays("the list of referrers goes on in another place");
      url = new URL(next, url).href;
      response = await request(url);
    }
  }

  return {
    async hasBlob(digest) {
      const response = await request(`${base}/blobs/${digest}`, { method: "HEAD", allow: [404] });
      return response.ok;
    },
    async getBlob(digest) {
      const { body } = await request(`${base}/blobs/${digest}`);
      return follow(body);
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
      const first = `${base}/referrers/${digest}`;
      const response = await request(first, { allow: [400, 404, 405] });
      if (response.ok) return readPages(response, first);
      const index = await getManifest(toReferrersTag(digest), [404]);
      return index ? (parseObject<Index>(index.content)?.manifests ?? []) : [];
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

function parseObject<T extends object>(content: Uint8Array): T | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(content).toString());
    return typeof value === "object" && value !== null ? (value as T) : null;
  } catch {
    return null;
  }
}

/** Where a list goes on: `<address>; rel="next"` (RFC 8288). */
function parseNextLink(header: string | null): string | null {
  return /<([^>]*)>\s*;\s*rel="?next"?/i.exec(header ?? "")?.[1] ?? null;
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
