import { SandpiperError } from "@sandpiper/core";
import type { Platform } from "@sandpiper/oci";
import type { EngineName } from "../engine/engine-name.ts";

/** What an image may hold; data for help, errors and documentation. */
export const IMAGE_SHAPES = {
  node: "the whole project as a program for Node, which answers HTTP",
  wasmedge: "a function compiled ahead of time, and WasmEdge to run it",
  wasm: "a function's module alone, for runtimes that run WebAssembly as the container",
  "wasm-artifact": "the same as CNCF's Wasm OCI artifact, which is no file system",
} as const;

export type ImageShapeName = keyof typeof IMAGE_SHAPES;

/** What the command line says of images. */
export interface ImageOptions {
  readonly image?: boolean;
  readonly shape?: ImageShapeName;
  readonly engine?: EngineName;
  readonly function?: readonly string[];
  readonly platform?: readonly Platform[];
  readonly ref?: string;
  readonly label?: readonly (readonly [string, string])[];
}

/** Those that say something of an image, where one is made. */
export const OF_AN_IMAGE = ["shape", "function", "platform", "ref", "label"] as const;

/**
 * @param instead an option that makes them welcome
 * @throws `E_USAGE` when one of these options is given
 */
export function refuseOptions(
  options: ImageOptions,
  names: readonly (keyof ImageOptions)[],
  why: string,
  instead?: string,
): null {
  const found = names.find((name) => options[name] !== undefined);
  if (found === undefined) return null;
  throw new SandpiperError("E_USAGE", `--${found}: ${why}`, {
    hint: instead === undefined ? `Leave --${found} away.` : `Leave it away, or add: ${instead}`,
  });
}

/** `OS/ARCHITECTURE`. */
export function parsePlatform(text: string): Platform {
  const [os, architecture, ...rest] = text.split("/");
  if (os && architecture && rest.length === 0 && /^[a-z0-9/]+$/.test(text)) return { os, architecture };
  throw new SandpiperError("E_USAGE", `--platform: "${text}" is not a system and a processor`, {
    hint: "Write OS/ARCHITECTURE, such as linux/amd64 or wasip1/wasm.",
  });
}

/** `KEY=VALUE`. */
export function parseLabel(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new SandpiperError("E_USAGE", `--label: "${text}" is not a key and its value`, {
    hint: "Write --label KEY=VALUE, such as --label org.opencontainers.image.source=https://github.com/ada/app",
  });
}
