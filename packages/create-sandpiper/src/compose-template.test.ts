import assert from "node:assert/strict";
import { test } from "node:test";
import { composeTemplate } from "./compose-template.ts";
import { readReferenceFiles } from "./reference-files.ts";
import { listTemplateTargets, TEMPLATES, type Template } from "./templates.ts";

const VALUES = { name: "birds", target: "x", title: "The X", version: "1.2.3" };

/** Each template as it is for each of its targets. */
async function* everyProject(): AsyncGenerator<readonly [string, ReadonlyMap<string, string | Uint8Array>]> {
  const names = (await listTemplateTargets()).map(({ name }) => name);
  for (const [name, template] of Object.entries<Template>(TEMPLATES)) {
    for (const target of template.targets === "none" ? [""] : (template.targets ?? names)) {
      const values = { ...VALUES, target, title: `The ${target}` };
      yield [`${name} ${target}`.trim(), await composeTemplate(template.layers(target), values)];
    }
  }
}

test("every placeholder is filled, and no part lies about", async () => {
  for await (const [what, files] of everyProject()) {
    for (const [path, content] of files) {
      assert.doesNotMatch(path, /^parts\/|_gitignore/, what);
      if (typeof content === "string") assert.doesNotMatch(content, /\{\{[a-z>]/, `${what}: ${path}`);
    }
    assert.match(String(files.get("README.md")), /^# birds\n/, what);
    assert.match(String(files.get(".gitignore")), /^dist\/$/m, what);
  }
});

test("what is made for a target says how to deploy there, by hand and from GitHub", async () => {
  for await (const [what, files] of everyProject()) {
    const [template, target] = what.split(" ");
    if (!target) continue;
    const readme = String(files.get("README.md"));
    assert.match(readme, /\n## Deploy\n\n(?!`npx sandpiper deploy|\[deploy.yml)\S/, what);
    if (template === "web") assert.ok(readme.includes(`sandpiper deploy --target ${target}`), what);
    const workflow = String(files.get(".github/workflows/deploy.yml"));
    assert.match(workflow, /npm run check\n {6}- \S/, what);
    const { scripts, devDependencies } = JSON.parse(String(files.get("package.json")));
    for (const script of ["dev", "build", "check", "deploy"]) assert.ok(scripts[script], `${what}: ${script}`);
    assert.equal(devDependencies.sandpiper, "^1.2.3");
    assert.deepEqual(Object.keys(devDependencies), Object.keys(devDependencies).sort());
  }
});

test("JSON is what the layers say together, everything else the last one's", async () => {
  const files = await composeTemplate(["app", "web"], VALUES);
  const settings = JSON.parse(String(files.get("sandpiper.config.json")));
  assert.deepEqual(Object.keys(settings.functions), ["image-grayscale", "image-classify"]);
  assert.equal(settings.static, "./dist/site");
});

test("the reference functions come with their sources and modules, and find the SDK where it is put", async () => {
  const files = await readReferenceFiles();
  for (const name of ["image-grayscale", "image-classify"]) {
    assert.ok(WebAssembly.validate(new Uint8Array(files.get(`functions/${name}/${name}.wasm`)!)), name);
    for (const file of ["Cargo.toml", "Cargo.lock", "src/main.rs", ".cargo/config.toml"])
      assert.ok(files.has(`functions/${name}/${file}`), file);
  }
  const manifest = Buffer.from(files.get("functions/image-classify/Cargo.toml")!).toString();
  assert.match(manifest, /path = "\.\.\/\.\.\/crates\/sandpiper"/);
  assert.ok(files.has("crates/sandpiper/Cargo.toml"));
  assert.ok(![...files.keys()].some((path) => path.includes("/target/")));
});
