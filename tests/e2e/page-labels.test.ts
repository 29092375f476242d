import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { ensureChromium, withBrowser } from "./support/chromium.ts";
import { type DevServer, startDevServer } from "./support/dev-server.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));
const LETTER = fileURLToPath(new URL("../models/samples/r-dark-on-light.png", import.meta.url));

/** Where the strokes of a T begin and end, in parts of the sheet. */
const STROKES = [
  [
    [0.2, 0.15],
    [0.8, 0.15],
  ],
  [
    [0.5, 0.15],
    [0.5, 0.85],
  ],
] as const;

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForSelector("#function option:checked", { state: "attached" });
}

async function readLabels(page: Page): Promise<{ label: string; share: string; width: number }[]> {
  await page.waitForFunction(() => document.querySelector("#status")?.textContent?.startsWith("200 in"));
  return page.locator("#labels li").evaluateAll((items) =>
    items.map((item) => ({
      label: item.children[0]!.textContent!,
      share: item.children[1]!.textContent!,
      width: Number((item.children[2] as HTMLElement).style.getPropertyValue("--share")),
    })),
  );
}

const browser = ensureChromium();
describe("the page of npm start, with a function that classifies", {
  skip: "missing" in browser ? browser.missing : false,
}, () => {
  const path = "path" in browser ? browser.path : "";
  let server: DevServer;
  before(async () => {
    server = await startDevServer(EXAMPLES);
  });
  after(() => server?.stop());

  test("a picture of a letter gets five labels with bars, and a picture after it a picture", async () => {
    await withBrowser(path, async (context) => {
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      await open(page, server.url);
      await page.selectOption("#function", { label: "image-classify" });
      await page.setInputFiles("#file", LETTER);
      const labels = await readLabels(page);
      assert.equal(labels.length, 5);
      assert.equal(labels[0]!.label, "R");
      assert.match(labels[0]!.share, /^\d{2}\.\d%$/);
      assert.ok(
        Math.abs(labels[0]!.width * 100 - Number.parseFloat(labels[0]!.share)) < 0.06,
        JSON.stringify(labels[0]),
      );
      assert.ok(labels.every(({ width }, i) => i === 0 || width <= labels[i - 1]!.width));
      assert.equal(await page.locator("#after-size").textContent(), "model characters");
      assert.equal(await page.locator("#before").isVisible(), true);
      assert.match((await page.locator("#status").textContent())!, /in the function$/);

      await page.selectOption("#function", { label: "image-grayscale" });
      await page.waitForSelector("#after:not([hidden])");
      assert.equal(await page.locator("#labels").isVisible(), false);
      assert.deepEqual(faults, []);
    });
  });

  test("a letter can be written, by the function chosen for it", async () => {
    await withBrowser(path, async (context) => {
      const page = await context.newPage();
      await open(page, server.url);
      await page.click("#drawing summary");
      await page.locator("#paper").scrollIntoViewIfNeeded();
      const box = (await page.locator("#paper").boundingBox())!;
      for (const stroke of STROKES) {
        const [from, to] = stroke.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
        await page.mouse.move(...from!);
        await page.mouse.down();
        await page.mouse.move(...to!, { steps: 10 });
        await page.mouse.up();
      }
      // Each stroke is a picture of its own; the answer to the last one stays.
      await page.waitForFunction(() => document.querySelector("#labels li span")?.textContent === "T");
      assert.equal(await page.locator("#function option:checked").textContent(), "image-classify");
    });
  });

  test("the keyboard alone gets there: choose, an option, run", async () => {
    await withBrowser(path, async (context) => {
      const page = await context.newPage();
      await open(page, server.url);
      await page.setInputFiles("#file", LETTER);
      await page.waitForSelector("#after:not([hidden])");
      await page.focus("#function");
      await page.keyboard.type("image-c");
      await readLabels(page);
      await page.keyboard.press("Tab");
      await page.keyboard.type("model=fish");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#status.fault");
      const fault = await page.locator("#status").textContent();
      assert.equal(fault, '400 E_GUEST_REJECTED: unknown model "fish"; there are characters');
    });
  });
});
