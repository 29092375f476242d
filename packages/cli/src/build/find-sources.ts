/** A folder that builds into a function. */
export interface FunctionSource {
  /** The function's name: the folder's. */
  readonly name: string;
  /** The crate's folder, absolute. */
  readonly path: string;
}

/**
 * The function sources of a project: `dir` itself when it is a Cargo crate with a binary, else every such crate that is
 * `functions/*`, by name. A crate without a binary, or a folder without `Cargo.toml`, is none.
 */
export async function findSources(_dir: string): Promise<FunctionSource[]> {
  return [];
}
