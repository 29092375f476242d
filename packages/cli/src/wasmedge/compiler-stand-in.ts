import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import type { DebianRoot } from "../toolchain/debian-root.ts";
import { lastLines } from "../toolchain/run-process.ts";

/** Where it is made, as the Debian root sees it. */
const INSIDE = "/sandpiper/stand-in";

/** What the stand-in needs of Debian: `objdump`, an assembler and a linker. */
export const STAND_IN_PACKAGES = ["binutils"];

/** A name that a library wants of another, as `objdump -T` lists it: `DF *UND* <size> (VERSION) name`. */
const WANTED = /^[0-9a-f]+ +\S* *D([FO]?) +\*UND\*\s+[0-9a-f]+ +\((LLVM_[\w.]+)\) +(\S+)$/;

/** By processor, what returns 0. */
const RETURN_ZERO: Readonly<Partial<Record<NodeJS.Architecture, string>>> = {
  x64: "xor %eax, %eax; ret",
  arm64: "mov x0, xzr; ret",
};

/** More than any object that is wanted takes: tables of virtual functions, and what is known of types. Bytes. */
const OBJECT_BYTES = 512;

export interface StandIn {
  readonly file: string;
  readonly content: Uint8Array;
}

/**
 * A library in the place of LLVM, which is WasmEdge's compiler and nine tenths of what it weighs. Where all is compiled already, nothing of it
 * is called but what gives memory back at the end that was never taken, yet a library that is linked with it does not load without: so
 * this one has all names that are wanted, and functions that return 0.
 * @param library path in the root
 * @param whileThere is given the folder with it, as a mount, while it is there
 * @returns what `whileThere` does, and the library; null when none is wanted
 * @throws `E_ENGINE_UNAVAILABLE`
 */
export async function withCompilerStandIn<T>(
  root: DebianRoot,
  library: string,
  whileThere: (mount: { readonly from: string; readonly to: string }) => Promise<T>,
): Promise<{ readonly standIn: StandIn | null; readonly result: T }> {
  const folder = await mkdtemp(join(tmpdir(), "sandpiper-stand-in-"));
  const mount = { from: folder, to: INSIDE };
  const run = async (...command: string[]) => {
    const result = await root.run(command, { mounts: [mount], cwd: INSIDE });
    if (result.code === 0) return result.stdout;
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", `${command[0]} failed in ${root.path}: ${lastLines(result, 1)}`, {
      hint: `Delete ${root.path}; it is made again.`,
    });
  };
  try {
    const [, file] = /NEEDED +(libLLVM\S*)/.exec(await run("objdump", "-p", library)) ?? [];
    if (file !== undefined) {
      const { source, map } = writeStandIn(await run("objdump", "-T", library));
      await writeFile(join(folder, "stand-in.s"), source);
      await writeFile(join(folder, "stand-in.map"), map);
      await run("as", "-o", "stand-in.o", "stand-in.s");
      const options = ["-shared", "-s", "-soname", file, "--version-script=stand-in.map", "--build-id=none"];
      await run("ld", ...options, "-o", file, "stand-in.o");
    }
    const result = await whileThere(mount);
    return { standIn: file === undefined ? null : { file, content: await readFile(join(folder, file)) }, result };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The stand-in's source for the GNU assembler, and its versions for the linker.
 * @param symbols as `objdump -T` prints them
 */
export function writeStandIn(
  symbols: string,
  architecture: NodeJS.Architecture = process.arch,
): { readonly source: string; readonly map: string } {
  const found = symbols.split("\n").flatMap((line) => {
    const [, kind, version, name] = WANTED.exec(line) ?? [];
    return name === undefined ? [] : [{ kind, version: version!, name }];
  });
  const declare = (kind: string, type: string, body: (name: string) => string) =>
    found
      .filter((one) => one.kind === kind)
      .map(({ name }) => `.globl ${name}\n.type ${name}, %${type}\n${body(name)}\n`);
  const object = (name: string) => `.size ${name}, ${OBJECT_BYTES}\n${name}: .zero ${OBJECT_BYTES}`;
  const source = [
    ".text\n",
    `nothing: ${RETURN_ZERO[architecture]}\n`,
    ...declare("F", "function", (name) => `.set ${name}, nothing`),
    ".data\n.balign 16\n",
    ...declare("O", "object", object),
    '.section .tbss, "awT", %nobits\n.balign 16\n',
    ...declare("", "tls_object", object),
    '.section .note.GNU-stack, "", %progbits\n',
  ].join("");
  const versions = [...new Set(found.map(({ version }) => version))];
  const map = versions
    .map((version) => {
      const names = found.filter((one) => one.version === version).map(({ name }) => `${name};`);
      return `${version} { global: ${names.join(" ")} };\n`;
    })
    .join("");
  return { source, map };
}
