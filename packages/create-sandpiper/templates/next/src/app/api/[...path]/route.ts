// All functions of the project, as `sandpiper build --target vercel --out .sandpiper` made them: one program that takes a request.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Seconds that a request may take, a first start with it. */
export const maxDuration = 40;

interface Program {
  readonly default: { fetch(request: Request): Promise<Response> };
}

let program: Promise<Program> | undefined;

/** It finds its modules beside itself, so it is read as it is and not bundled with the page. */
function load(): Promise<Program> {
  const file = join(process.cwd(), ".sandpiper/functions/_sandpiper.func/index.mjs");
  program ??= import(/* webpackIgnore: true */ /* turbopackIgnore: true */ pathToFileURL(file).href);
  return program;
}

async function answer(request: Request): Promise<Response> {
  return (await load()).default.fetch(request);
}

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
