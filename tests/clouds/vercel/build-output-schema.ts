/**
 * What the documentation says of `config.json`, version 3, as JSON Schema: https://vercel.com/docs/build-output-api/configuration.
 * Routes are held against the schema that Vercel's own `@vercel/routing-utils` has.
 */
export const CONFIG_SCHEMA = {
  type: "object",
  required: ["version"],
  additionalProperties: false,
  properties: {
    version: { const: 3 },
    routes: { type: "array" },
    images: { type: "object" },
    wildcard: { type: "array" },
    overrides: {
      type: "object",
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        properties: { path: { type: "string" }, contentType: { type: "string" } },
      },
    },
    cache: { type: "array", items: { type: "string" } },
    crons: { type: "array" },
  },
} as const;

/** The same for `.vc-config.json` of a function for Node.js: https://vercel.com/docs/build-output-api/primitives */
export const FUNCTION_SCHEMA = {
  type: "object",
  required: ["runtime", "handler", "launcherType"],
  additionalProperties: false,
  properties: {
    runtime: { type: "string", pattern: "^nodejs\\d+\\.x$" },
    handler: { type: "string", minLength: 1 },
    launcherType: { const: "Nodejs" },
    shouldAddHelpers: { type: "boolean" },
    shouldAddSourcemapSupport: { type: "boolean" },
    awsLambdaHandler: { type: "string" },
    supportsResponseStreaming: { type: "boolean" },
    memory: { type: "integer", minimum: 128 },
    maxDuration: { type: "integer", minimum: 1, maximum: 800 },
    environment: { type: "object", additionalProperties: { type: "string" } },
    regions: { type: "array", items: { type: "string" } },
    architecture: { enum: ["x86_64", "arm64"] },
  },
} as const;
