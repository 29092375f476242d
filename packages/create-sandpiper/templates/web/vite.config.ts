import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  // Where `sandpiper dev` answers.
  const { SANDPIPER_URL = "http://127.0.0.1:8787" } = loadEnv(mode, ".", "SANDPIPER_");
  const proxy = { "/api": SANDPIPER_URL };
  return {
    // Beside what else is built; `static` in sandpiper.config.json names the same folder.
    build: { outDir: "dist/site" },
    server: { proxy },
    preview: { proxy },
  };
});
