import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "../e2e/support/chromium.ts";
import { serveArtifact as serveOnNetlify, toNetlifyEnv } from "./netlify/serve-artifact.ts";
import { installTool } from "./support/install-tool.ts";
import { drop, labelsOf, lookAt, untilDone, withPage } from "./support/page-checks.ts";
import { runTool } from "./support/run-tool.ts";
import { freePort, startServer } from "./support/start-server.ts";
import {
  addBirds,
  BIRDS,
  checkVersions,
  makeTemplateProject,
  PROJECT_ENV,
  runScript,
} from "./support/template-project.ts";
import { serveArtifact as serveOnVercel } from "./vercel/serve-artifact.ts";

// A project as `sandpiper new` makes it, built with its own scripts, served by the cloud's own tool, its page in a real browser.

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SAMPLES = at("../../packages/create-sandpiper/templates/page/public/samples");
const PICTURE = at("../models/samples/k-colours-wide.png");

const tools = installTool("templates");
const found = ensureChromium();
const browser = "path" in found ? found.path : "";
const noBrowser = "missing" in found ? found.missing : false;

interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

const PLACES = [
  { target: "vercel", out: ".vercel/output", serve: serveOnVercel },
  { target: "netlify", out: "dist/netlify", serve: serveOnNetlify },
] as const;

for (const { target, out, serve } of PLACES) {
  const tool = installTool(target);
  describe(`the template for ${target}`, { skip: tools.skip || tool.skip || noBrowser }, () => {
    let project: string;
    let served: Served | undefined;
    before(async () => {
      project = await makeTemplateProject(target, { tools: tools.folder });
      if (BIRDS) addBirds(project, BIRDS);
    });
    after(() => served?.stop());

    test("its scripts build the page and the artifact, and find nothing wrong", async () => {
      checkVersions(project, tools.folder);
      assert.match(await runScript(project, "build"), /built in [\s\S]* for \w+, \d/);
      assert.match(await runScript(project, "check"), /can be deployed to \w+\n/);
      served = await serve(join(project, out), tool.folder);
    });

    test("a picture that is dropped turns grey, at its size", async () => {
      await withPage(browser, served!.url, async (page) => {
        await drop(page, PICTURE);
        const [before, after] = [await lookAt(page, "#before"), await lookAt(page, "#after")];
        assert.ok(before.coloured > 0, "it was grey before");
        assert.deepEqual([after.width, after.height, after.coloured], [before.width, before.height, 0]);
        assert.ok(after.shades > 10, "it is one flat colour");
        assert.match((await page.locator("#grey-facts").textContent())!, /^\d.* in, .* out, \d.* ms$/);
      });
    });

    test("a bird that is dropped is named", { skip: BIRDS ? false : "shared/data/birds is not here" }, async () => {
      await withPage(browser, served!.url, async (page) => {
        await drop(page, join(BIRDS!, "bird.jpg"));
        const labels = await labelsOf(page);
        assert.deepEqual([labels[0], labels.length], ["Aix galericulata", 5]);
        assert.match((await page.locator("#name-facts").textContent())!, /^model birds, /);
        assert.equal((await lookAt(page, "#after")).coloured, 0);
      });
    });

    test("the pictures to try are there, and another one after them", async () => {
      await withPage(browser, served!.url, async (page) => {
        await page.click("#samples li:first-child button");
        await untilDone(page, "shore.jpg");
        assert.deepEqual((await lookAt(page, "#after")).width, 1200);
        await page.setInputFiles("#file", PICTURE);
        await untilDone(page, "k-colours-wide.png");
        assert.notEqual((await lookAt(page, "#after")).width, 1200);
      });
    });
  });
}

const netlify = installTool("netlify");
describe("the template for netlify", { skip: tools.skip || netlify.skip }, () => {
  test("Netlify builds it from the repository by what its netlify.toml says", async () => {
    const project = await makeTemplateProject("netlify", { tools: tools.folder });
    const env = toNetlifyEnv(netlify.folder);
    const { code, output } = await runTool(join(netlify.folder, "node_modules/.bin/netlify"), ["build", "--offline"], {
      cwd: project,
      env: { ...env, PATH: [PROJECT_ENV.PATH, env.PATH].join(delimiter) },
    });
    assert.equal(code, 0, output);
    const { functions } = JSON.parse(await readFile(join(project, ".netlify/functions/manifest.json"), "utf8"));
    const patterns = functions[0].routes.map(({ pattern }: { pattern: string }) => pattern);
    assert.ok(patterns.includes("/api/image-classify"), patterns.join(" "));
    assert.ok((await readFile(join(project, "dist/netlify/public/index.html"), "utf8")).includes("my-app"));
  });
});

describe("the page of a template", { skip: tools.skip || noBrowser }, () => {
  let served: Served | undefined;
  after(() => served?.stop());

  test("npm run dev serves it by Vite, with the functions behind it", async () => {
    const project = await makeTemplateProject("vercel", { tools: tools.folder });
    const [port, functions] = [await freePort(), await freePort()];
    served = await startServer({
      command: "npx",
      args: [
        "concurrently",
        "--kill-others",
        `sandpiper dev --port ${functions}`,
        `vite --port ${port} --host 127.0.0.1`,
      ],
      cwd: project,
      env: { ...PROJECT_ENV, SANDPIPER_URL: `http://127.0.0.1:${functions}` },
      port,
    });
    await withPage(browser, served.url, async (page) => {
      await drop(page, join(SAMPLES, "letter.png"));
      assert.equal((await labelsOf(page))[0], "R");
      assert.equal(await page.locator("#hint").isVisible(), true);
    });
  });

  test("what is no picture is refused in words, by both functions, and the next one works", async () => {
    await withPage(browser, served!.url, async (page) => {
      await page.setInputFiles("#file", {
        name: "broken.png",
        mimeType: "image/png",
        buffer: Buffer.from("no picture"),
      });
      await untilDone(page, "broken.png");
      for (const id of ["#grey-fault", "#name-fault"])
        assert.equal(await page.locator(id).textContent(), "this is not a PNG, JPEG, GIF or WebP picture");
      await drop(page, join(SAMPLES, "letter.png"));
      for (const id of ["#grey-fault", "#name-fault"]) assert.equal(await page.locator(id).isVisible(), false);
    });
  });

  test("a picture too large for clouds is made smaller before it is sent", async () => {
    await withPage(browser, served!.url, async (page) => {
      // Noise, which PNG cannot pack: over 6 MB.
      const bytes = await page.evaluate(async () => {
        const canvas = new OffscreenCanvas(1600, 1300);
        const context = canvas.getContext("2d")!;
        const picture = context.createImageData(canvas.width, canvas.height);
        const words = new Uint32Array(picture.data.buffer);
        let state = 1;
        for (let i = 0; i < words.length; i++) {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          words[i] = state | 0xff000000;
        }
        context.putImageData(picture, 0, 0);
        const file = new File([await canvas.convertToBlob()], "noise.png", { type: "image/png" });
        const data = new DataTransfer();
        data.items.add(file);
        document.dispatchEvent(new DragEvent("drop", { dataTransfer: data }));
        return file.size;
      });
      assert.ok(bytes > 4_000_000, `${bytes}`);
      await untilDone(page, "noise.png");
      assert.equal((await lookAt(page, "#after")).width, 1600);
      assert.equal(await page.locator("#grey-fault").isVisible(), false);
    });
  });

  test("it fits a phone, and the divider moves by the keyboard", async () => {
    await withPage(browser, served!.url, async (page) => {
      await page.setViewportSize({ width: 360, height: 640 });
      await drop(page, join(SAMPLES, "shore.jpg"));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `it is ${overflow} px too wide`);
      await page.focus("#divider");
      await page.keyboard.press("End");
      const shown = await page.locator("#compare").evaluate((element) => element.style.getPropertyValue("--shown"));
      assert.equal(shown, "100%");
    });
  });
});
