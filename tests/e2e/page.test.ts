import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ensureChromium, withBrowser } from "./support/chromium.ts";
import { type DevServer, startDevServer } from "./support/dev-server.ts";
import { lookAt } from "./support/look-at.ts";
import { makePng } from "./support/png.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));
const PICTURE = {
  name: "colours.png",
  mimeType: "image/png",
  buffer: makePng(64, 32, (x, y) => [x * 4, y * 8, 128]),
};

const browser = ensureChromium();
describe("the page of npm start", { skip: "missing" in browser ? browser.missing : false }, () => {
  const path = "path" in browser ? browser.path : "";
  let server: DevServer;
  before(async () => {
    server = await startDevServer(EXAMPLES);
  });
  after(() => server?.stop());

  test("a picture turns grey, with its time and size", async () => {
    await withBrowser(path, async (context) => {
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      await page.goto(server.url);
      await page.waitForSelector("#function option:checked", { state: "attached" });
      assert.equal(await page.locator("#function option:checked").textContent(), "image-grayscale");

      await page.setInputFiles("#file", PICTURE);
      await page.waitForFunction(() => document.querySelector("#status")?.textContent?.startsWith("200 in"));
      // The browser's own decoder is the judge: the same size, and every pixel without colour.
      const seen = await lookAt(page, "#after");
      assert.deepEqual(
        { width: seen.width, height: seen.height, coloured: seen.coloured },
        { width: 64, height: 32, coloured: 0 },
      );
      assert.ok(seen.shades > 10, "it is one flat colour");
      assert.match((await page.locator("#status").textContent())!, /in the function$/);
      assert.match((await page.locator("#after-size").textContent())!, /\d (B|KiB)$/);
      assert.deepEqual(faults, []);
    });
  });

  test("what is no picture is refused in words, and the next one works", async () => {
    await withBrowser(path, async (context) => {
      const page = await context.newPage();
      await page.goto(server.url);
      await page.waitForSelector("#function option:checked", { state: "attached" });
      await page.setInputFiles("#file", {
        name: "broken.png",
        mimeType: "image/png",
        buffer: Buffer.from("no picture"),
      });
      await page.waitForSelector("#status.fault");
      assert.match((await page.locator("#status").textContent())!, /^422 E_GUEST_REJECTED: /);
      await page.setInputFiles("#file", PICTURE);
      await page.waitForFunction(() => document.querySelector("#status")?.textContent?.startsWith("200 in"));
    });
  });

  test("the page fits a phone", async () => {
    await withBrowser(path, async (context) => {
      const page = await context.newPage();
      await page.setViewportSize({ width: 360, height: 640 });
      await page.goto(server.url);
      await page.waitForSelector("#function option:checked", { state: "attached" });
      await page.setInputFiles("#file", PICTURE);
      await page.waitForSelector("#panes:not([hidden])");
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `it is ${overflow} px too wide`);
    });
  });
});
