import { SandpiperError } from "@sandpiper/core";

/** Where an image lies: `ghcr.io/ada/hello:1.2`, or with a digest in place of the tag. */
export interface Reference {
  /** As it is written, for people and for credentials: `docker.io`, `localhost:5000`. */
  readonly registry: string;
  readonly repository: string;
  /** A tag or a digest. */
  readonly tag: string;
}

/** The grammar of distribution-spec (v1.1, "Pulling manifests"). */
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[a-f0-9]{64}$/;
const HOST = /^(?:\[[a-fA-F0-9:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::\d{1,5})?$/;

const DEFAULT_REGISTRY = "docker.io";

/**
 * Reads a reference as Docker does: what has a dot, a colon or is `localhost` before the first slash is a registry; without one it is
 * Docker Hub; without a tag it is `latest`.
 * @throws `E_USAGE`
 */
export function parseReference(text: string): Reference {
  const [first = "", ...rest] = text.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const registry = hasRegistry ? first : DEFAULT_REGISTRY;
  const path = hasRegistry ? rest.join("/") : text;
  const at = path.indexOf("@");
  const colon = path.lastIndexOf(":");
  const end = at !== -1 ? at : colon;
  const name = end === -1 ? path : path.slice(0, end);
  // Of `name:tag@digest` the digest says all.
  const repository = at === -1 ? name : name.replace(/:[^/:]*$/, "");
  const tag = end === -1 ? "latest" : path.slice(end + 1);
  const full = registry === DEFAULT_REGISTRY && !repository.includes("/") ? `library/${repository}` : repository;
  const isValid = at === -1 ? TAG.test(tag) : DIGEST.test(tag);
  // A port may have five digits and be too high.
  const isHost = HOST.test(registry) && URL.canParse(`https://${registry}`);
  if (isHost && REPOSITORY.test(full) && isValid) return { registry, repository: full, tag };
  throw new SandpiperError("E_USAGE", `"${text}" is not the name of an image in a registry`, {
    hint: "Write REGISTRY/NAME:TAG in lower case, such as ghcr.io/ada/hello:1.0 or localhost:5000/hello.",
  });
}

export function formatReference({ registry, repository, tag }: Reference): string {
  return `${registry}/${repository}${DIGEST.test(tag) ? "@" : ":"}${tag}`;
}
