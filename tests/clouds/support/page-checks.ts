import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Page } from "playwright-core";
import { withBrowser } from "../../e2e/support/chromium.ts";

const TYPES: Readonly<Record<string, string>> = { png: "image/png", jpg: "image/jpeg" };

/** Opens the page of a template in a browser of its own; nothing may go wrong in it. */
export async function withPage(browser: string, url: string, use: (page: Page) => Promise<void>): Promise<void> {
  await withBrowser(browser, async (context) => {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(url, { waitUntil: "networkidle" });
    await use(page);
    assert.deepEqual(faults, []);
  });
}

/** Drops a file on the page, and waits until both functions have answered. */
export async function drop(page: Page, file: string): Promise<void> {
  const name = basename(file);
  const base64 = (await readFile(file)).toString("base64");
  const data = await page.evaluateHandle(
    ({ name, type, base64 }) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
      return transfer;
    },
    { name, type: TYPES[name.split(".").at(-1)!]!, base64 },
  );
  await page.dispatchEvent("#drop", "drop", { dataTransfer: data });
  await untilDone(page, name);
}

export async function untilDone(page: Page, name: string): Promise<void> {
  await page.waitForFunction((text) => document.querySelector("#status")?.textContent === text, `Done: ${name}`);
}

export const labelsOf = (page: Page): Promise<string[]> =>
  page.locator("#labels li span:first-child").allTextContents();
