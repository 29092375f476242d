import type { AbiInput } from "./abi.ts";
import { decodePercent } from "./query.ts";

/**
 * Headers that do not become `HTTP_*` variables: those with a variable of their own, those about this one connection, and
 * two that RFC 3875 (section 4.1.18) and practice keep from programs: credentials, which belong to the server, and
 * `Proxy`, which would become the `HTTP_PROXY` that HTTP clients obey ("httpoxy").
 */
const NOT_PASSED = new Set([
  "authorization",
  "connection",
  "content-length",
  "content-type",
  "keep-alive",
  "proxy",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const DEFAULT_PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/** The environment of a CGI program: RFC 3875 section 4.1, and WAGI's `X_*` variables. The settings' own come first. */
export function toCgiEnvironment(input: AbiInput): Record<string, string> {
  const { settings, method, url, headers, body, mount, remoteAddress } = input;
  const rawPathInfo = url.pathname.slice(mount.length);
  const pathInfo = decodePercent(rawPathInfo);
  const env: Record<string, string> = { ...settings.env };
  for (const [name, value] of headers) {
    if (!NOT_PASSED.has(name)) env[`HTTP_${name.toUpperCase().replaceAll("-", "_")}`] = value;
  }
  return Object.assign(env, {
    AUTH_TYPE: "",
    CONTENT_LENGTH: String(body.length),
    CONTENT_TYPE: headers.get("content-type") ?? "",
    GATEWAY_INTERFACE: "CGI/1.1",
    PATH_INFO: pathInfo,
    PATH_TRANSLATED: pathInfo,
    QUERY_STRING: url.search.slice(1),
    REMOTE_ADDR: remoteAddress,
    REMOTE_HOST: remoteAddress,
    REMOTE_USER: "",
    REQUEST_METHOD: method,
    SCRIPT_NAME: mount,
    SERVER_NAME: url.hostname,
    SERVER_PORT: url.port || (DEFAULT_PORTS[url.protocol] ?? ""),
    SERVER_PROTOCOL: "HTTP/1.1",
    SERVER_SOFTWARE: "sandpiper",
    X_FULL_URL: url.href,
    X_MATCHED_ROUTE: `${mount}/...`,
    X_RAW_PATH_INFO: rawPathInfo,
  });
}
