import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { installPythonTool } from "../clouds/support/install-python-tool.ts";
import { sandpiper } from "../e2e/support/run-sandpiper.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { compileWat } from "../support/wat.ts";
import { type BuiltImages, buildImages } from "./support/build-images.ts";
import { whyNoContainers } from "./support/container-tools.ts";
import { importSchemas, schemasSkip } from "./support/schemas.ts";

const REF = "ghcr.io/ada/my-app:1.0";

/** Kubernetes' own schemas, in which nothing may stand that they do not know. */
const validator = installPythonTool("../oci/schemas");

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: of many kinds
  readonly metadata: any;
  // biome-ignore lint/suspicious/noExplicitAny: of many kinds
  readonly spec: any;
}

/** The documents of a file, held against the schemas that are published for them. */
async function validate(file: string): Promise<Manifest[]> {
  const { parseAllDocuments } = await importSchemas<Yaml>("yaml/dist/index.js");
  const text = readFileSync(file, "utf8");
  const documents = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  if (documents[0]!.apiVersion === "serving.knative.dev/v1") {
    const { Service } = await importSchemas<KnativeModels>(
      "@kubernetes-models/knative/serving.knative.dev/v1/index.js",
    );
    for (const manifest of documents) {
      new Service(manifest).validate();
      assert.throws(() => new Service({ ...manifest, spec: { template: { spec: { containers: 7 } } } }).validate());
    }
  } else {
    const check = (path: string) => {
      const args = ["--strict", "--kubernetes-version", "1.37.0", path];
      const { status, stdout, stderr } = spawnSync(join(validator.bin, "kubernetes-validate"), args, {
        encoding: "utf8",
      });
      return { status, said: stdout + stderr };
    };
    // It wants a name to speak of, where Kubernetes takes a beginning of one.
    const named = text.replace(/^ {2}generateName: (.*)-$/m, "  name: $1");
    const { status, said } = check(join(temporaryFolder({ "named.yaml": named }), "named.yaml"));
    assert.equal(status, 0, said);
    // It does look: a key that there is none of is refused.
    const wrong = temporaryFolder({ "wrong.yaml": named.replace(/^metadata:$/m, "metadata:\n  surname: a") });
    assert.notEqual(check(join(wrong, "wrong.yaml")).status, 0);
  }
  return documents;
}

interface Yaml {
  parseAllDocuments(text: string): { toJS(): unknown }[];
}
interface KnativeModels {
  readonly Service: new (data: object) => { validate(): void };
}

const manifestsOf = ({ out }: BuiltImages): string[] =>
  readdirSync(out, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml"))
    .sort();

describe("files for Kubernetes", { skip: schemasSkip || validator.skip }, () => {
  test("of the whole project: a Deployment and its Service, or a Knative Service", {
    skip: whyNoContainers(),
  }, async () => {
    const built = await buildImages(["--target", "kubernetes", "--ref", REF]);
    assert.deepEqual(manifestsOf(built), ["deployment/examples.yaml", "knative/examples.yaml"]);
    const image = `${REF}@${built.images[0]!.digest}`;
    const [deployment, service] = await validate(join(built.out, "deployment/examples.yaml"));
    const { template, selector } = deployment!.spec;
    assert.equal(template.spec.containers[0].image, image);
    assert.deepEqual(template.metadata.labels, selector.matchLabels);
    assert.deepEqual(service!.spec.selector, selector.matchLabels);
    const [knative] = await validate(join(built.out, "knative/examples.yaml"));
    assert.equal(knative!.spec.template.spec.containers[0].image, image);
  });

  test("of modules: one that ends is a Job, one that listens a Deployment, both of the class for WebAssembly", async () => {
    const listening =
      '(module (import "wasi_snapshot_preview1" "sock_listen" (func (param i32 i32) (result i32))) (memory (export "memory") 1) (func (export "_start")))';
    const project = temporaryFolder({
      "functions/ends.wasm": await compileWat('(module (memory (export "memory") 1) (func (export "_start")))'),
      "functions/Listens_here.wasm": await compileWat(listening),
      "sandpiper.config.json": JSON.stringify({
        functions: {
          ends: { wasm: "functions/ends.wasm" },
          listens: { wasm: "functions/Listens_here.wasm", env: { PORT: "9001" }, memory: "16MiB" },
        },
      }),
    });
    const built = await buildImages(["--target", "kubernetes", "--shape", "wasm", "--ref", REF], project);
    assert.deepEqual(manifestsOf(built), ["deployment/listens.yaml", "jobs/ends.yaml", "runtime-class.yaml"]);
    const [runtimeClass] = await validate(join(built.out, "runtime-class.yaml"));
    const [job] = await validate(join(built.out, "jobs/ends.yaml"));
    const [deployment] = await validate(join(built.out, "deployment/listens.yaml"));
    const { name } = runtimeClass!.metadata;
    for (const { spec, metadata } of [job!.spec.template, deployment!.spec.template]) {
      assert.equal(spec.runtimeClassName, name);
      assert.equal(metadata.annotations["module.wasm.image/variant"], "compat-smart");
    }
    assert.deepEqual(deployment!.spec.template.spec.containers[0].ports, [{ name: "http", containerPort: 9001 }]);
    assert.match(job!.spec.template.spec.containers[0].image, /^ghcr\.io\/ada\/my-app\/ends:1\.0@sha256:[a-f0-9]{64}$/);
  });
});

test("without a place for the image there are no files that could name it", async () => {
  const { code, stderr } = await sandpiper(["build", "--target", "kubernetes"]);
  assert.equal(code, 2);
  assert.match(stderr, /where it will lie was not said\n {2}next: Add --ref/);
});
