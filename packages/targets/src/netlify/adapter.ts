import type { App } from "@sandpiper/core";

/** Of what Netlify hands a function beside the request, that which we use: https://docs.netlify.com/build/functions/api/ */
export interface NetlifyContext {
  /** The caller's address; empty in some of the local tools. */
  readonly ip?: string;
}

export type NetlifyHandler = (request: Request, context: NetlifyContext) => Promise<Response>;

export function createHandler(app: App): NetlifyHandler {
  return (request, { ip }) => app.fetch(request, ip ? { remoteAddress: ip } : {});
}
