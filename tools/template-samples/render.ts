// Renders the sample pictures of the templates from the drawings beside this file, with a Chromium:
// `node tools/template-samples/render.ts`.
import { readFile, writeFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { ensureChromium, withBrowser } from "../../tests/e2e/support/chromium.ts";

const SAMPLES = new URL("../../packages/create-sandpiper/templates/page/public/samples/", import.meta.url);
const PICTURES = [
  { drawing: "shore.svg", file: "shore.jpg", width: 1200, height: 800 },
  { drawing: "kingfisher.svg", file: "kingfisher.jpg", width: 1200, height: 800 },
  { drawing: "letter.svg", file: "letter.png", width: 300, height: 300 },
] as const;

const browser = ensureChromium();
if ("missing" in browser) throw new Error(browser.missing);
await withBrowser(browser.path, async (context) => {
  const page = await context.newPage();
  for (const { drawing, file, width, height } of PICTURES) {
    const svg = await readFile(new URL(drawing, import.meta.url), "utf8");
    await page.setViewportSize({ width, height });
    await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
    const format = extname(file) === ".jpg" ? ({ type: "jpeg", quality: 84 } as const) : ({ type: "png" } as const);
    const bytes = await page.screenshot(format);
    await writeFile(new URL(file, SAMPLES), bytes);
    process.stderr.write(`${basename(file)}: ${bytes.length} bytes\n`);
  }
});
