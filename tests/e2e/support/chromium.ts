import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Started with nothing that reaches for the network by itself. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const isDebianRoot = (): boolean => existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;

/**
 * Where a Chromium is, installed from Debian's packages when this is Debian and we may; otherwise why there is none.
 */
export function ensureChromium(): { path: string } | { missing: string } {
  const found = () => CANDIDATES.find((path) => existsSync(path));
  if (!found() && isDebianRoot()) {
    process.stderr.write("Installing Debian's chromium for the browser test (about a minute, once) ...\n");
    const apt = (...args: string[]) => spawnSync("apt-get", ["-qq", ...args], { stdio: "ignore" });
    apt("update");
    apt("install", "-y", "--no-install-recommends", "chromium");
  }
  const path = found();
  return path ? { path } : { missing: "no Chromium here, and it could not be installed with apt-get" };
}

/** Runs `use` with a browser that has an empty profile of its own, gone afterwards. */
export async function withBrowser<T>(path: string, use: (context: BrowserContext) => Promise<T>): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), "sandpiper-chromium-"));
  try {
    const context = await chromium.launchPersistentContext(profile, { executablePath: path, args: FLAGS });
    try {
      return await use(context);
    } finally {
      await context.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
