import { fileURLToPath } from "node:url";
import { SandpiperError } from "@sandpiper/core";
import { KOFFI_FILE } from "@sandpiper/engine-wasmedge/pack";
import type { ProgramShape } from "@sandpiper/targets";
import { build, type Plugin } from "esbuild";
import { type BundledPackage, listPackages } from "./list-packages.ts";

/** From source, our own packages are bundled from source as well. */
const IS_SOURCE = import.meta.url.endsWith(".ts");

const HERE = fileURLToPath(new URL(".", import.meta.url));

export interface Bundle {
  readonly content: Uint8Array;
  /** Those of others, parts of which are in it. */
  readonly packages: readonly BundledPackage[];
}

/**
 * Bundles a program's entry into one file: only what it uses, for the target's own language level.
 * @param written source of modules that are in no file, by what the entry imports them as
 * @throws `E_INTERNAL` when it does not bundle
 */
export async function bundleProgram(
  entry: string,
  shape: ProgramShape,
  written: ReadonlyMap<string, string> = new Map(),
): Promise<Bundle> {
  try {
    const { outputFiles, metafile } = await build({
      stdin: { contents: entry, resolveDir: HERE, sourcefile: "entry.js" },
      bundle: true,
      write: false,
      metafile: true,
      absWorkingDir: HERE,
      format: "esm",
      minify: true,
      legalComments: "none",
      logLevel: "silent",
      platform: shape.platform,
      target: shape.level,
      banner: shape.banner === undefined ? {} : { js: shape.banner },
      mainFields: ["module", "main"],
      conditions: [
        ...(IS_SOURCE ? ["sandpiper-source"] : []),
        "import",
        ...(shape.platform === "node" ? ["node"] : ["worker"]),
      ],
      external: [...(shape.external ?? []), ...(shape.modules === "import" ? ["*.wasm", "./models/*"] : [])],
      plugins: [toPlugin(written), KOFFI_BESIDE, ...(shape.modules === "import" ? [IMPORTED_CODEC] : [])],
    });
    return { content: outputFiles[0]!.contents, packages: await listPackages(metafile, HERE) };
  } catch (cause) {
    throw new SandpiperError(
      "E_INTERNAL",
      `the program does not bundle: ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
      },
    );
  }
}

function toPlugin(written: ReadonlyMap<string, string>): Plugin {
  return {
    name: "written",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^sandpiper:/ }, ({ path }) => (written.has(path) ? { path, namespace: "written" } : null));
      onLoad({ filter: /^/, namespace: "written" }, ({ path }) => ({ contents: written.get(path)!, loader: "js" }));
    },
  };
}

/** The image codec's module, beside a program that imports it. */
export const IMAGE_CODEC_FILE = "image-codec.wasm";

/** In the place of `image-codec-module` of `@sandpiper/nn`, which compiles it as the program runs. */
const IMPORTED_CODEC: Plugin = {
  name: "imported-codec",
  setup({ onResolve, onLoad }) {
    const from = JSON.stringify(`./${IMAGE_CODEC_FILE}`);
    const contents = `import codec from ${from}; export const compileImageCodec = () => codec;`;
    onResolve({ filter: /\/image-codec-module\.[jt]s$/ }, ({ path }) => ({ path, namespace: "imported-codec" }));
    onLoad({ filter: /^/, namespace: "imported-codec" }, () => ({ contents, loader: "js" }));
  },
};

/** In the place of koffi's own list of packages with its native half, of which one is beside the program. */
const KOFFI_BESIDE: Plugin = {
  name: "koffi-beside",
  setup({ onLoad }) {
    const contents = `import { createRequire } from "node:module";
export const loadStatic = () => createRequire(import.meta.url)("./${KOFFI_FILE}");`;
    onLoad({ filter: /[\\/]koffi[\\/]src[\\/]koffi[\\/]src[\\/]static\.js$/ }, () => ({ contents, loader: "js" }));
  },
};
