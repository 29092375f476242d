import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { exampleChecks } from "../clouds/support/example-checks.ts";
import { CALLER, PLATFORM_HEADERS } from "../clouds/support/scf-gateways.ts";
import type { StartedServer } from "../clouds/support/start-server.ts";
import { buildImages } from "./support/build-images.ts";
import { whyNoContainers } from "./support/container-tools.ts";
import { startWithRunc } from "./support/runc.ts";

/** Where SCF wants an image to listen, whatever the environment says. */
const PORT = 9000;

async function whyNotThere(): Promise<string | false> {
  const server = createServer().listen(PORT);
  const failed = await Promise.race([
    once(server, "listening").then(() => false),
    once(server, "error").then(() => true),
  ]);
  if (failed) return `port ${PORT}, which is SCF's, is taken here`;
  server.close();
  return false;
}

const skip = whyNoContainers() || (await whyNotThere());

describe("an image for Tencent SCF", { skip }, () => {
  let server: StartedServer;
  before(async () => {
    const { out } = await buildImages(["--target", "tencent-scf", "--image"]);
    server = await startWithRunc(join(out, "image"), "examples", {
      port: PORT,
      change({ root }) {
        root.readonly = true;
      },
    });
  });
  after(() => server?.stop());

  const fetchAsScf = (path: string, init: RequestInit = {}) =>
    server.fetch(path, {
      ...init,
      headers: [...new Headers(init.headers), ...Object.entries(PLATFORM_HEADERS)] as [string, string][],
    });
  exampleChecks(fetchAsScf);

  test("a guest is told who calls", async () => {
    const { env } = (await (await fetchAsScf("/cgi-env")).json()) as { env: Record<string, string> };
    assert.equal(env.REMOTE_ADDR, CALLER);
  });
});
