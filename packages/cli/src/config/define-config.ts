import type { SandpiperConfig } from "./schema.ts";

/** Gives a settings file its types; returns what it is given. */
export function defineConfig(config: SandpiperConfig): SandpiperConfig {
  return config;
}
