import type { ProjectFunction } from "../project/project.ts";

type Suggested = Pick<ProjectFunction, "name" | "route">;

// A name is all that tells what a function takes and gives.
const TAKES_PICTURES = /image|picture|photo/;
const ANSWERS_IN_WORDS = /classif|detect|recogni|label|caption|describe|info/;

const answersPicture = ({ name }: Suggested) => TAKES_PICTURES.test(name) && !ANSWERS_IN_WORDS.test(name);

/**
 * A line to paste that calls one of the functions; null when there is none. One that makes a picture of a picture goes first, since it
 * shows the most.
 * @param url where they are served, without a slash at its end
 */
export function suggestCommand(url: string, functions: readonly Suggested[]): string | null {
  const takesPicture = ({ name }: Suggested) => TAKES_PICTURES.test(name);
  const chosen = functions.find(answersPicture) ?? functions.find(takesPicture) ?? functions[0];
  return chosen ? toCommand(url, chosen) : null;
}

function toCommand(url: string, suggested: Suggested): string {
  const { name, route } = suggested;
  const address = `${url}${route.path}`;
  if (route.methods && !route.methods.includes("POST")) {
    const method = route.methods.includes("GET") ? "" : `-X ${route.methods[0]} `;
    return `curl ${method}${address}`;
  }
  if (!TAKES_PICTURES.test(name)) return `curl --data-binary "hello" ${address}`;
  return `curl --data-binary @picture.png ${address}${answersPicture(suggested) ? " > out.png" : ""}`;
}
