import { SandpiperError } from "@sandpiper/core";

/** `E_BUILD` with what the compiler said. */
export class BuildError extends SandpiperError {
  /** The compiler's own text, uncoloured, as it came. */
  readonly output: string;

  constructor(message: string, output: string, hint?: string) {
    super("E_BUILD", message, hint === undefined ? {} : { hint });
    this.output = output;
  }

  override toJSON() {
    return { ...super.toJSON(), output: this.output };
  }
}
