import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { NamedModel } from "@sandpiper/core";
import { buildFunction } from "../packages/cli/src/build/build-function.ts";
import { say } from "./tools.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** A quantized TensorFlow Lite model of 224x224 pictures, given by `BENCH_MODEL` or beside the repository. */
export const MODEL = [process.env.BENCH_MODEL, path("../../shared/data/birds/aiy_birds_v1_3.tflite")].find(
  (file) => file !== undefined && existsSync(file),
);

export interface TensorGuests {
  readonly model: NamedModel;
  /** Finds the model by the name "model". */
  readonly named: Uint8Array;
  /** Brings it along. */
  readonly embedded: Uint8Array;
}

/** Builds both guests in a folder of their own: the model is not ours to keep a module with it here. */
export async function buildTensorGuests(model: string): Promise<TensorGuests> {
  say("Building the inference guests ...");
  const folder = await mkdtemp(join(tmpdir(), "sandpiper-bench-guests-"));
  try {
    const build = async (name: string, features: readonly string[]): Promise<Uint8Array> => {
      const crate = join(folder, name);
      await cp(path("./guests/tensor"), crate, { recursive: true });
      await copyFile(model, join(crate, "src/model.tflite"));
      const manifest = await readFile(join(crate, "Cargo.toml"), "utf8");
      const defaults = `[features]\ndefault = ${JSON.stringify(features)}`;
      await writeFile(join(crate, "Cargo.toml"), manifest.replace("[features]", defaults));
      const { wasm } = await buildFunction(crate, { outDir: folder, name });
      return readFile(wasm);
    };
    const sha256 = createHash("sha256")
      .update(await readFile(model))
      .digest("hex");
    return {
      model: { path: model, sha256, encoding: "tensorflow-lite" },
      named: await build("named", []),
      embedded: await build("embedded", ["embedded"]),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
