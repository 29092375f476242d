/**
 * Headers that SCF adds to each request: ids, the caller's address, and the credentials of the role that the function runs as
 * (`X-Scf-Secret-Id`, `X-Scf-Secret-Key`, `X-Scf-Session-Token`), which are not for guests.
 * Source: cloud.tencent.com/document/product/583/56124, 2026-11.
 */
const PREFIX = "x-scf-";

/** The caller's address; of a caller's own headers SCF takes none of this name. */
export const ADDRESS_HEADER = "x-scf-remote-addr";

export function isPlatformHeader(name: string): boolean {
  return name.toLowerCase().startsWith(PREFIX);
}

/** `203.0.113.9`, `203.0.113.9:4711`, `2001:db8::1` and `[2001:db8::1]:4711` without the port; undefined where there is no address. */
export function toAddress(value: string | undefined): string | undefined {
  const written = value?.trim() ?? "";
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|([^:]+)(?::\d+)?)$/.exec(written) ?? [];
  return (bracketed ?? plain ?? written) || undefined;
}
