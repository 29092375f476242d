import { isIP } from "node:net";
import { SandpiperError } from "@sandpiper/core";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/**
 * Checks the name that a caller used (`Host`) where only this machine can call. A web page of another site may let its own name lead here
 * (DNS rebinding) and would then read, as that site, what functions answer; an address, `localhost` and what ends in it cannot be such a name.
 * @param bound the address that is listened on; one that others reach is not checked, since any name may lead to it
 * @returns null for a server that does not check
 */
export function createHostCheck(bound: string): ((host: string) => SandpiperError | null) | null {
  if (!LOOPBACK.test(bound)) return null;
  return (host) => {
    // An IPv6 address stands in brackets.
    const name = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host)?.slice(1).join("").toLowerCase() ?? "";
    if (isIP(name) !== 0 || name === "localhost" || name.endsWith(".localhost")) return null;
    return new SandpiperError("E_FORBIDDEN", `${JSON.stringify(host)} is no name of this machine`, {
      hint: "Call localhost or 127.0.0.1; to be called by other names, start with --host 0.0.0.0.",
    });
  };
}
