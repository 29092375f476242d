import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CORPUS = fileURLToPath(new URL("../../corpus", import.meta.url));

/** What a body consists of; one of them. */
export interface CorpusBody {
  /** The file `request.body` beside it. */
  readonly file?: true;
  readonly text?: string;
  /** So often the text; once if left out. */
  readonly times?: number;
  readonly base64?: string;
  /** So many bytes of a pattern with every byte in it. */
  readonly pattern?: number;
  /** In a request only: it is sent bit by bit, without its length. */
  readonly streamed?: true;
  /** In a response only: the request's own. */
  readonly sameAsRequest?: true;
  /** In a response only: JSON that has at least this. */
  readonly json?: unknown;
}

/** One folder of `corpus`: `request.json`, perhaps `request.body`, and `response.json`. */
export interface CorpusCase {
  readonly name: string;
  readonly request: {
    readonly says: string;
    readonly method: string;
    /** With its query, as it goes over the wire. */
    readonly path: string;
    readonly headers?: readonly (readonly [string, string])[];
    readonly body?: CorpusBody;
  };
  readonly response: {
    readonly status: number;
    /** By name in lower case: the value, or a part of it. Others may be there too. */
    readonly headers?: Readonly<Record<string, string | { readonly contains: string }>>;
    /** All of them, in their order. */
    readonly cookies?: readonly string[];
    readonly body?: CorpusBody;
  };
}

export function readCorpus(): CorpusCase[] {
  return readdirSync(CORPUS)
    .sort()
    .map((name) => {
      const read = (file: string) => JSON.parse(readFileSync(join(CORPUS, name, file), "utf8"));
      return { name, request: read("request.json"), response: read("response.json") };
    });
}

/** What places answer otherwise: the reason by the case's name, by the place. */
export function readDifferences(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return JSON.parse(readFileSync(fileURLToPath(new URL("../../corpus-differences.json", import.meta.url)), "utf8"));
}

/** The bytes of a body that is given as data; null for none. */
export function bytesOf(name: string, body: CorpusBody | undefined): Buffer | null {
  if (body?.file) return readFileSync(join(CORPUS, name, "request.body"));
  if (body?.text !== undefined) return Buffer.from(body.text.repeat(body.times ?? 1));
  if (body?.base64 !== undefined) return Buffer.from(body.base64, "base64");
  return body?.pattern === undefined ? null : patternBytes(body.pattern);
}

export function patternBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index++) bytes[index] = (index * 7 + (index >>> 8)) & 0xff;
  return bytes;
}
