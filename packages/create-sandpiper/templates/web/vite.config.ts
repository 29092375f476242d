import { defineConfig } from "vite";

/** Where `sandpiper dev` answers. */
const FUNCTIONS = "http://127.0.0.1:8787";

export default defineConfig({
  // Beside what else is built; `static` in sandpiper.config.json names the same folder.
  build: { outDir: "dist/site" },
  server: { proxy: { "/api": FUNCTIONS } },
  preview: { proxy: { "/api": FUNCTIONS } },
});
