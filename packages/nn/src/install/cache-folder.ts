import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where what can be made again is kept: `SANDPIPER_CACHE`, else `sandpiper` in the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.SANDPIPER_CACHE) return resolve(env.SANDPIPER_CACHE);
  // The XDG specification says to ignore a relative path.
  const base = env.XDG_CACHE_HOME?.startsWith("/") ? env.XDG_CACHE_HOME : join(homedir(), ".cache");
  return join(base, "sandpiper");
}
