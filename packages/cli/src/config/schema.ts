import { FUNCTION_NAME, FUNCTION_NAME_RULE, isSandpiperError, parseDuration, parseSize } from "@sandpiper/core";
import { z } from "zod";
import { ENGINE_NAMES } from "../engine/engine-name.ts";
import { parseRoute } from "./route.ts";

/**
 * The settings, in one schema: what may be written (`z.input`), what it becomes (`z.output`), and by `describe` the
 * reference in `docs/reference/config.md`.
 */

const GIB = 1024 ** 3;
const DAY = 24 * 3_600_000;

/** A text that `parse` turns into something; what it throws becomes the issue, its hint too. */
function parsed<T>(what: string, parse: (text: string) => T) {
  return z.string({ error: () => `is not ${what}` }).transform((text, context) => {
    try {
      return parse(text);
    } catch (error) {
      if (!isSandpiperError(error)) throw error;
      context.addIssue({ code: "custom", message: error.message, params: { hint: error.hint } });
      return z.NEVER;
    }
  });
}

const size = (max: number, maxText: string) =>
  parsed('a size with its unit in quotes, such as "64MiB"', parseSize).refine((bytes) => bytes <= max, {
    error: `is more than ${maxText}, the most there can be`,
  });

const duration = () =>
  parsed('a duration with its unit in quotes, such as "5s"', parseDuration).refine((ms) => ms <= DAY, {
    error: "is more than 24h, the most there can be",
  });

const engine = () => z.enum(ENGINE_NAMES, { error: 'is neither "v8" nor "wasmedge"' });

const path = () => z.string().min(1, { error: "is empty; a path is expected" });

const environment = z.record(
  z.string().regex(/^[^=\0]+$/, { error: "is not a variable's name" }),
  z.string({ error: "is not a text; write numbers and switches in quotes" }).refine((text) => !text.includes("\0"), {
    error: "has a NUL character",
  }),
);

export const directorySchema = z.strictObject({
  host: path().describe("The folder of this machine, relative to the project."),
  guest: z
    .string()
    .regex(/^\//, { error: "does not begin with a slash" })
    .describe("The absolute path under which the function finds it, such as `/data`."),
  readOnly: z.boolean().optional().describe("The function may read it only."),
});

export const modelSchema = z
  .strictObject({
    path: path()
      .optional()
      .describe("A model's file, or the folder of a TensorFlow saved model; relative to the project."),
    url: z
      .url({ protocol: /^https?$/, error: "is no address that begins with https:// or http://" })
      .optional()
      .describe("Where to fetch it, once, into the cache. Needs `sha256`."),
    sha256: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, { error: "is no SHA-256: 64 hexadecimal digits" })
      .optional()
      .describe("SHA-256 of what `url` sends: anything else is refused."),
    labels: z
      .union([path(), z.array(z.string())], { error: "is neither a file's path nor a list of texts" })
      .optional()
      .describe("What the entries of its answer stand for: a text file with one a line, or a list."),
    encoding: z
      .enum(["tensorflow-lite", "tensorflow", "onnx"], { error: 'is none of "tensorflow-lite", "tensorflow", "onnx"' })
      .optional()
      .describe("Its kind, when the name of the file does not tell."),
    tags: z.array(z.string()).optional().describe("Tags of a saved model's meta graph. Default `serve`."),
  })
  .refine(({ path, url }) => (path === undefined) !== (url === undefined), {
    error: 'has neither "path" nor "url", or both; one is needed',
  })
  .refine(({ url, sha256 }) => (url === undefined) === (sha256 === undefined), {
    error: '"url" and "sha256" go together',
  });

export const functionSchema = z.strictObject({
  source: path().optional().describe("Folder of the source, such as a Cargo crate. `sandpiper build` compiles it."),
  wasm: path().optional().describe("The compiled module, when it is not where the build puts it."),
  route: parsed("a route", parseRoute)
    .optional()
    .describe("Where it answers, with or without methods: `/gray`, `POST /gray`. Otherwise at `/<name>`, any method."),
  abi: z
    .enum(["stdio", "cgi"], { error: 'is neither "stdio" nor "cgi"' })
    .optional()
    .describe("How it takes a request: body in and body out (`stdio`, the default), or CGI/1.1 (`cgi`)."),
  contentType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/, { error: 'is not a media type such as "image/png"' })
    .optional()
    .describe("Type of what a `stdio` function answers. Otherwise it is recognised from the first bytes."),
  memory: size(4 * GIB, "4GiB")
    .optional()
    .describe("Memory one invocation may use. Default `256MiB`."),
  timeout: duration().optional().describe("Time one invocation may take. Default `30s`."),
  cpu: duration().optional().describe("Processor time one invocation may take. Default: as `timeout`."),
  maxBody: size(GIB, "1GiB").optional().describe("Largest request body. Default `16MiB`."),
  maxOutput: size(GIB, "1GiB").optional().describe("Most it may write to standard output. Default `32MiB`."),
  env: environment.optional().describe("Environment variables it gets; it gets no other."),
  dirs: z.array(directorySchema).optional().describe("Folders it may use; it sees no other."),
  models: z
    .record(z.string().min(1, { error: "is empty" }), z.union([path(), modelSchema]))
    .optional()
    .describe("Models it finds by name (`load_by_name` of WASI-NN): a path, or an object."),
  inference: z.boolean().optional().describe("Whether it may use inference at all. Default `true`."),
  description: z.string().optional().describe("One line for people who look for a function."),
  engine: engine().optional().describe("What runs it: `v8` or `wasmedge`. Default: the project's `engine`."),
});

export const inferenceSchema = z.strictObject({
  threads: z
    .int({ error: "is not a whole number, 1 to 256" })
    .min(1, { error: "is not a whole number, 1 to 256" })
    .max(256, { error: "is not a whole number, 1 to 256" })
    .optional()
    .describe("As many models run at the same time. Default: one for each processor."),
  memory: size(1024 * GIB, "1TiB")
    .optional()
    .describe(
      "Memory that loaded models may take together; the least recently used are dropped first. Default `1GiB`.",
    ),
  native: z
    .enum(["all", "named", "off"], { error: 'is not "all", "named" or "off"' })
    .optional()
    .describe(
      "Which TensorFlow Lite models run as native code once `litert-native` is installed: all, only those that settings name, or none. Default `all`.",
    ),
});

export const configSchema = z.strictObject({
  $schema: z
    .string()
    .optional()
    .describe("For editors: `./node_modules/sandpiper/config.schema.json`. Sandpiper does not read it."),
  functions: z
    .record(z.string().regex(FUNCTION_NAME, { error: `is not a name: ${FUNCTION_NAME_RULE}` }), functionSchema)
    .optional()
    .describe("Settings by function name; they refine what is found in the folder."),
  static: path().optional().describe("Folder of files to serve beside the functions."),
  port: z
    .int({ error: "is not a port number, 0 to 65535" })
    .min(0, { error: "is not a port number, 0 to 65535" })
    .max(65_535, { error: "is not a port number, 0 to 65535" })
    .optional()
    .describe(
      "Port of `sandpiper dev`. `--port` and the variable `PORT` go before it. Default `8787`; 0 takes a free one.",
    ),
  host: z.string().min(1).optional().describe("Address that `sandpiper dev` listens on. Default `127.0.0.1`."),
  workers: z
    .int({ error: "is not a whole number, 1 to 256" })
    .min(1, { error: "is not a whole number, 1 to 256" })
    .max(256, { error: "is not a whole number, 1 to 256" })
    .optional()
    .describe("Worker threads that run functions. Default: one for each processor."),
  engine: engine()
    .optional()
    .describe(
      "What runs the functions: `v8` (the default) or `wasmedge`. `--engine` and the variable `SANDPIPER_ENGINE` go before it.",
    ),
  inference: inferenceSchema.optional().describe("Models of all functions run in threads of their own."),
});

/** What a settings file says: the argument of `defineConfig`. */
export type SandpiperConfig = z.input<typeof configSchema>;
/** What it says about one function. */
export type FunctionConfig = z.input<typeof functionSchema>;
/** The same, checked, with units resolved to bytes and milliseconds. */
export type ParsedConfig = z.output<typeof configSchema>;
export type ParsedModelConfig = z.output<typeof modelSchema> | string;
export type ParsedFunctionConfig = z.output<typeof functionSchema>;
