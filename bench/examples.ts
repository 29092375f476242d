import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export const EXAMPLES = path("../examples");

export const WASM = {
  hello: path("../examples/functions/hello/hello.wasm"),
  image: path("../examples/functions/image-grayscale/image-grayscale.wasm"),
} as const;

/** A 512x272 PNG, given by `BENCH_IMAGE` or beside the repository; the image rows need it. */
export const PICTURE = [process.env.BENCH_IMAGE, path("../../shared/data/images/cowboy.png")].find(
  (file) => file !== undefined && existsSync(file),
);
