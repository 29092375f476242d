import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { delimiter, dirname, join, relative } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "../e2e/support/chromium.ts";
import { startDevServer } from "../e2e/support/dev-server.ts";
import { lookAt } from "../e2e/support/look-at.ts";
import { serveArtifact as serveOnNetlify, toNetlifyEnv } from "./netlify/serve-artifact.ts";
import { type InstalledTool, installTool } from "./support/install-tool.ts";
import { listArtifact } from "./support/list-artifact.ts";
import { drop, labelsOf, untilDone, withPage } from "./support/page-checks.ts";
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
const nextTools = installTool("templates-next");
const vercel = installTool("vercel");
const netlify = installTool("netlify");
const found = ensureChromium();
const browser = "path" in found ? found.path : "";
const noBrowser = "missing" in found ? found.missing : false;

interface Served {
  readonly url: string;
  stop(): Promise<unknown>;
}

interface Place {
  readonly target: string;
  readonly template?: string;
  readonly tools: InstalledTool;
  /** Why what it is served by is not there. */
  readonly skip: string | false;
  serve(project: string): Promise<Served>;
  /** What else is so once it is built. */
  check?(project: string): Promise<void>;
}

const PLACES: Readonly<Record<string, Place>> = {
  vercel: {
    target: "vercel",
    tools,
    skip: vercel.skip,
    serve: (project) => serveOnVercel(join(project, ".vercel/output"), vercel.folder),
  },
  netlify: {
    target: "netlify",
    tools,
    skip: netlify.skip,
    serve: (project) => serveOnNetlify(join(project, "dist/netlify"), netlify.folder),
  },
  "vercel by Next.js": {
    target: "vercel",
    template: "next",
    tools: nextTools,
    skip: false,
    serve: (project) => startNext(project, "start"),
    // All that the handler finds beside the program is deployed with it.
    async check(project) {
      const traced = join(project, ".next/server/app/api/[...path]/route.js.nft.json");
      const { files } = JSON.parse(await readFile(traced, "utf8")) as { files: string[] };
      const program = join(project, ".sandpiper/functions/_sandpiper.func");
      const deployed = files.map((file) => relative(program, join(dirname(traced), file)));
      for (const file of await listArtifact(program)) assert.ok(deployed.includes(file), file);
    },
  },
};

for (const [name, { target, template, tools, skip, serve, check }] of Object.entries(PLACES)) {
  describe(`the template for ${name}`, { skip: tools.skip || skip || noBrowser }, () => {
    let project: string;
    let served: Served | undefined;
    before(async () => {
      project = await makeTemplateProject(target, { template, tools: tools.folder, copies: template === "next" });
      if (BIRDS) addBirds(project, BIRDS);
    });
    after(() => served?.stop());

    test("its scripts build the page and the artifact, and find nothing wrong", async () => {
      checkVersions(project, tools.folder);
      assert.match(await runScript(project, "build"), / for \w+, \d/);
      assert.match(await runScript(project, "check"), /can be deployed to \w+\n/);
      await check?.(project);
      served = await serve(project);
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

describe("the template for vercel by Next.js", { skip: nextTools.skip || noBrowser }, () => {
  let functions: Served | undefined;
  let page: Served | undefined;
  after(async () => {
    await page?.stop();
    await functions?.stop();
  });

  test("while one works the functions are those of sandpiper dev", async () => {
    const project = await makeTemplateProject("vercel", { template: "next", tools: nextTools.folder, copies: true });
    const server = await startDevServer(project);
    functions = server;
    page = await startNext(project, "dev", { SANDPIPER_URL: server.url });
    await withPage(browser, page.url, async (opened) => {
      await drop(opened, join(SAMPLES, "letter.png"));
      assert.equal((await labelsOf(opened))[0], "R");
    });
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

/** Starts Next.js in a project; its own tool ends with what it started. */
async function startNext(project: string, command: "dev" | "start", env: Record<string, string> = {}): Promise<Served> {
  const port = await freePort();
  return startServer({
    command: join(project, "node_modules/.bin/next"),
    args: [command, "--port", String(port), "--hostname", "127.0.0.1"],
    cwd: project,
    env: { ...PROJECT_ENV, ...env },
    port,
  });
}
