import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";

/** Where `sandpiper dev` answers. */
const FUNCTIONS = process.env.SANDPIPER_URL ?? "http://127.0.0.1:8787";

export default function toConfig(phase: string): NextConfig {
  return {
    // What the handler of /api finds as it runs, not by an import: it has to be told of.
    outputFileTracingIncludes: { "/api/**": ["./.sandpiper/functions/**/*"] },
    async rewrites() {
      // While you work the functions come from `sandpiper dev`, which compiles what you change.
      const toFunctions = { source: "/api/:path*", destination: `${FUNCTIONS}/api/:path*` };
      const isDevelopment = phase === PHASE_DEVELOPMENT_SERVER;
      return { beforeFiles: isDevelopment ? [toFunctions] : [], afterFiles: [], fallback: [] };
    },
  };
}
