import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MODELS } from "./guest-place.ts";

/** `expected.json`, see tests/models/README.md. */
export interface Characters {
  readonly labels: readonly string[];
  /** What the other forms of the float network may differ by. */
  readonly tolerance: number;
  readonly samples: readonly {
    readonly file: string;
    /** 32 x 32 bytes of grey, in base64. */
    readonly input: string;
    readonly float: { readonly label: string; readonly probabilities: readonly number[] };
    readonly quantized: { readonly label: string; readonly bytes: readonly number[] };
  }[];
}

export const readCharacters = (): Characters => JSON.parse(readFileSync(join(MODELS, "expected.json"), "utf8"));
