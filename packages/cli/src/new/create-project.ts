import { SandpiperError } from "@sandpiper/core";

export interface CreateOptions {
  /** The folder the project is made in; default: `name` below the working directory. */
  readonly dir?: string | undefined;
  /** One of `templateNames()`; default `rust`. */
  readonly template?: string | undefined;
}

export interface CreatedProject {
  /** Absolute. */
  readonly dir: string;
  /** Relative to `dir`, with `/`, sorted. */
  readonly files: readonly string[];
}

/**
 * Writes a project that works at once. All of it or nothing.
 * @throws `E_USAGE` for a bad name, an unknown template, or a folder that is not empty
 */
export async function createProject(_name: string, _options: CreateOptions = {}): Promise<CreatedProject> {
  throw new SandpiperError("E_USAGE", "no template is there yet");
}
