import type { NamedModel } from "@sandpiper/core";

/** A model as settings or a command line name it: not yet looked for. Paths are absolute. */
export interface ModelDefinition {
  /** What messages call it: `functions.classify.models.birds`, or `--model birds`. */
  readonly at: string;
  /** A file, a folder with a saved model, or what to fetch; a fetched file must have the digest. */
  readonly source: { readonly path: string } | { readonly url: string; readonly sha256: string };
  /** Left out, the file's name and first bytes tell. */
  readonly encoding: NamedModel["encoding"] | undefined;
  /** A text file with one label a line, or the labels themselves. */
  readonly labels: string | readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
}
