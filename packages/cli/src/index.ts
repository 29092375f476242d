export { defineConfig } from "./config/define-config.ts";
export type { FunctionConfig, SandpiperConfig } from "./config/schema.ts";
