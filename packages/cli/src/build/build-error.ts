import { stripVTControlCharacters } from "node:util";
import { SandpiperError, type SerializedError } from "@sandpiper/core";
import { displayPath } from "../output/display-path.ts";

/** `E_BUILD` with what the compiler said. */
export class BuildError extends SandpiperError {
  /** The compiler's own text, as it came but without colours. */
  readonly output: string;

  constructor(message: string, output: string, hint: string) {
    super("E_BUILD", message, { hint });
    this.output = output;
  }

  override toJSON(): SerializedError & { readonly output: string } {
    return { ...super.toJSON(), output: this.output };
  }
}

/** What to do about failures whose text does not say it, by a piece of that text. */
const HINTS: readonly { readonly says: RegExp; readonly hint: string }[] = [
  { says: /there is no Cargo\.toml/, hint: "A Rust function is a Cargo crate; `sandpiper new` makes one." },
  {
    says: /lock file .* needs to be updated/,
    hint: "Cargo.toml and Cargo.lock differ: build once without --locked and commit the Cargo.lock.",
  },
  {
    says: /requires rustc|is not supported by the following package/,
    hint: "A dependency wants a newer Rust: take an older version of it, or a newer Rust.",
  },
  {
    says: /believes it's in a workspace when it's not/,
    hint: "Add an empty [workspace] table to the crate's Cargo.toml.",
  },
  {
    says: /Could not resolve host|failed to download|download of .* failed|\[\d+\] (Couldn't|Could not) connect/i,
    hint: "The crates could not be fetched: is there a network?",
  },
  {
    says: /has no program/,
    hint: "A function is a program: put a `fn main` into src/main.rs.",
  },
  {
    says: /has several programs/,
    hint: "Name one of them as the crate, or set `default-run` in Cargo.toml.",
  },
];

/** `reason` and the compiler's `output` as one error about the crate. */
export function toBuildError(crate: string, reason: string, output: string): BuildError {
  const plain = stripVTControlCharacters(output);
  const hint = HINTS.find(({ says }) => says.test(reason) || says.test(plain))?.hint;
  return new BuildError(
    `${displayPath(crate)} does not build: ${reason}`,
    plain,
    hint ?? "What the compiler said shows where.",
  );
}

/** The first error that cargo or rustc named, in one line. */
export function firstError(output: string): string {
  const plain = stripVTControlCharacters(output);
  const match = /^\s*error(?:\[E\d+\])?: (.+)$/m.exec(plain);
  return match?.[1]?.trim() ?? plain.trim().split("\n").at(-1) ?? "cargo failed";
}
