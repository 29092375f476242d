import { z } from "zod";
import { configSchema } from "../../packages/cli/src/config/schema.ts";

/** `packages/cli/config.schema.json`: what an editor checks a settings file in JSON or TOML with. */
export function toJsonSchema(): Readonly<Record<string, unknown>> {
  return { title: "sandpiper.config.json", ...z.toJSONSchema(configSchema, { io: "input" }) };
}
