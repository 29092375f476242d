import { SandpiperError } from "@sandpiper/core";
import type { Credentials } from "./credentials.ts";
import { readAtMost } from "./read-at-most.ts";

/** What a registry asks for: `WWW-Authenticate` (RFC 9110, 11.6.1), of which registries use two schemes. */
export interface Challenge {
  readonly scheme: "basic" | "bearer";
  readonly parameters: Readonly<Record<string, string>>;
}

/** Null when it asks for something else. */
export function parseChallenge(header: string | null): Challenge | null {
  const match = /^\s*(basic|bearer)\b\s*(.*)$/is.exec(header ?? "");
  if (!match) return null;
  const parameters = [...match[2]!.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)];
  return {
    scheme: match[1]!.toLowerCase() as Challenge["scheme"],
    parameters: Object.fromEntries(parameters.map(([, name, quoted, bare]) => [name!.toLowerCase(), quoted ?? bare!])),
  };
}

/** What a service that gives out tokens is told of us. */
const CLIENT = "sandpiper";
/** Tokens have some kilobytes. */
const MAX_TOKEN_BYTES = 1024 ** 2;

export interface AuthorizeOptions {
  /** Such as `repository:ada/hello:pull,push`. */
  readonly scope: string;
  readonly credentials: Credentials | null;
  /** Whether a token may be fetched from this host (and port) without TLS. */
  readonly takesPlainHttp: (host: string) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The value of `Authorization` that answers a challenge; null when there is none to give. A token is fetched with Docker's token
 * protocol (distribution.github.io/distribution/spec/auth/token, .../oauth), from where the registry says: credentials go to no other place.
 * @throws `E_UNAUTHORIZED`, and `E_REGISTRY` for a place or a token that is none; what `fetch` throws
 */
export async function authorize(challenge: Challenge, options: AuthorizeOptions): Promise<string | null> {
  const { credentials, takesPlainHttp } = options;
  if (challenge.scheme === "basic") {
    if (credentials === null) return null;
    if ("username" in credentials) return toBasic(credentials);
    throw new SandpiperError(
      "E_UNAUTHORIZED",
      "the registry asks for a user and a password, and there is a token for it",
    );
  }
  const { realm = "", service = "", scope = options.scope } = challenge.parameters;
  const from = URL.parse(realm);
  if (from === null || !["https:", "http:"].includes(from.protocol)) {
    throw new SandpiperError("E_REGISTRY", "the registry asks for a token without saying where it comes from");
  }
  if (from.protocol === "http:" && !takesPlainHttp(from.host)) {
    throw new SandpiperError("E_REGISTRY", `the registry wants ${from.host} to be shown credentials without TLS`, {
      hint: "Who runs the registry can have it name an https: address; --plain-http allows it.",
    });
  }
  const response = await askForToken(from, service, scope, options);
  if (!response.ok) {
    await response.body?.cancel();
    throw new SandpiperError("E_UNAUTHORIZED", `${from.host} gives no token: status ${response.status}`, {
      hint: "Sign in: docker login REGISTRY",
    });
  }
  const token = readToken(await readAtMost(response, MAX_TOKEN_BYTES));
  if (token !== null) return `Bearer ${token}`;
  throw new SandpiperError("E_REGISTRY", `${from.host} answered with what is no token`);
}

function readToken(content: Buffer | null): string | null {
  try {
    const { token, access_token } = JSON.parse(String(content)) as { token?: unknown; access_token?: unknown };
    const found = token ?? access_token;
    // It becomes part of a header.
    return typeof found === "string" && /^[\x21-\x7e]+$/.test(found) ? found : null;
  } catch {
    return null;
  }
}

function askForToken(
  realm: URL,
  service: string,
  scope: string,
  { credentials, signal }: AuthorizeOptions,
): Promise<Response> {
  const init = signal ? { signal } : {};
  if (credentials !== null && "identityToken" in credentials) {
    const { identityToken } = credentials;
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: identityToken,
      client_id: CLIENT,
      service,
      scope,
    });
    // Where `fetch` follows, it takes the body along; of a header it knows better.
    return fetch(realm, { ...init, method: "POST", body, redirect: "error" });
  }
  realm.searchParams.set("service", service);
  realm.searchParams.set("scope", scope);
  realm.searchParams.set("client_id", CLIENT);
  return fetch(realm, { ...init, headers: credentials === null ? {} : { authorization: toBasic(credentials) } });
}

function toBasic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
