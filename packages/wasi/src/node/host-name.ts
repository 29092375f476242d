import { Errno, WasiErrno } from "../errno.ts";

/** What Windows reads as more than a name: separators, drives, streams, wildcards, and what it strips at the end. */
const WINDOWS_SPECIAL = /[\\:*?"<>|]|[. ]$/;
/** The devices Windows finds in every folder. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/**
 * The last gate before a name goes to the host: only a plain name of an entry passes. What calls here promises that
 * already; a mistake there must not become an escape.
 *
 * @throws WasiErrno `notcapable`
 */
export function assertHostName(name: string, platform: string = process.platform): void {
  const climbs = name === "" || name === "." || name === ".." || name.includes("/") || name.includes("\0");
  const special = platform === "win32" && (hasControl(name) || WINDOWS_SPECIAL.test(name) || WINDOWS_DEVICE.test(name));
  if (climbs || special) throw new WasiErrno(Errno.notcapable);
}

function hasControl(name: string): boolean {
  for (let at = 0; at < name.length; at++) if (name.charCodeAt(at) < 0x20) return true;
  return false;
}
