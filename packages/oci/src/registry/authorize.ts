import { SandpiperError } from "@sandpiper/core";
import type { Credentials } from "./credentials.ts";

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

/**
 * The value of `Authorization` that answers a challenge; null when there is none to give. A token is fetched with Docker's token
 * protocol (distribution.github.io/distribution/spec/auth/token, .../oauth).
 * @param scope such as `repository:ada/hello:pull,push`
 * @param secure whether the registry is spoken to with TLS: credentials then are shown to nobody without
 * @throws `E_UNAUTHORIZED`
 */
export async function authorize(
  challenge: Challenge,
  scope: string,
  credentials: Credentials | null,
  { secure }: { readonly secure: boolean },
): Promise<string | null> {
  if (challenge.scheme === "basic") {
    if (credentials === null) return null;
    if ("username" in credentials) return toBasic(credentials);
    throw new SandpiperError(
      "E_UNAUTHORIZED",
      "the registry asks for a user and a password, and there is a token for it",
    );
  }
  const { realm, service = "", scope: asked = scope } = challenge.parameters;
  if (realm === undefined || !URL.canParse(realm)) {
    throw new SandpiperError("E_REGISTRY", "the registry asks for a token without saying where it comes from");
  }
  if (secure && credentials !== null && new URL(realm).protocol !== "https:") {
    throw new SandpiperError("E_REGISTRY", `the registry wants credentials to be shown to ${realm}, without TLS`);
  }
  const response = await askForToken(new URL(realm), service, asked, credentials);
  if (!response.ok) {
    throw new SandpiperError("E_UNAUTHORIZED", `${new URL(realm).host} gives no token: status ${response.status}`, {
      hint: "Sign in: docker login REGISTRY",
    });
  }
  const { token, access_token } = (await response.json()) as { token?: string; access_token?: string };
  return `Bearer ${token ?? access_token}`;
}

function askForToken(realm: URL, service: string, scope: string, credentials: Credentials | null): Promise<Response> {
  if (credentials !== null && "identityToken" in credentials) {
    const { identityToken } = credentials;
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: identityToken,
      client_id: CLIENT,
      service,
      scope,
    });
    return fetch(realm, { method: "POST", body });
  }
  realm.searchParams.set("service", service);
  realm.searchParams.set("scope", scope);
  realm.searchParams.set("client_id", CLIENT);
  return fetch(realm, { headers: credentials === null ? {} : { authorization: toBasic(credentials) } });
}

function toBasic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
