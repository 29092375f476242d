import { createRequire } from "node:module";

/** What is used of `koffi`, which is no dependency of this package: `nn install` puts it in the cache, with the libraries that need it. */
export interface Koffi {
  load(path: string | null, options?: { lazy?: boolean; global?: boolean }): KoffiLibrary;
  struct(members: Readonly<Record<string, string>>): KoffiType;
  pointer(type: KoffiType | string): KoffiType;
  out(type: KoffiType): KoffiType;
  decode(pointer: bigint, type: KoffiType | string): unknown;
}

export interface KoffiLibrary {
  func(
    name: string,
    result: KoffiType | string,
    args: readonly (KoffiType | string)[],
  ): (...args: unknown[]) => unknown;
  /** @param prototype as C has it, with `_Out_` before parameters that are filled */
  func(prototype: string): (...args: unknown[]) => unknown;
}

/** A description of a type, made by koffi. */
export type KoffiType = { readonly __koffi?: never };

/** @param folder the folder whose `node_modules` has it */
export function loadKoffi(folder: string): Koffi {
  return createRequire(`${folder}/package.json`)("koffi") as Koffi;
}
