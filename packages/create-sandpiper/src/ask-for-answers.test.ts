import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { type Answers, askForAnswers } from "./ask-for-answers.ts";

const ENTER = "\r";
const DOWN = "\u001b[B";
const CTRL_C = "\u0003";

/** Answers each question, once it is asked, with the keys beside it. */
async function answer(given: Answers, script: readonly (readonly [question: RegExp, keys: string])[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let seen = "";
  let at = 0;
  output.on("data", (chunk) => {
    seen += stripVTControlCharacters(String(chunk));
    const next = script[at];
    if (!next?.[0].test(seen)) return;
    at++;
    seen = "";
    // Keys that come before the prompt listens are lost.
    setImmediate(() => input.write(next[1]));
  });
  const answers = await askForAnswers(given, { input, output });
  assert.equal(at, script.length, "not all was asked");
  return answers;
}

test("what was said is not asked", async () => {
  for (const given of [
    { name: "a", target: "vercel", template: "web" },
    { name: "a", template: "rust" },
  ]) {
    assert.deepEqual(await answer(given, []), given);
  }
});

test("a name and a target are asked for", async () => {
  const answers = await answer({}, [
    [/What is it called/, `birds${ENTER}`],
    [/Where will it run/, DOWN + ENTER],
  ]);
  assert.deepEqual([answers?.name, answers?.target], ["birds", "netlify"]);
});

test("Enter alone takes the name that is shown, and a name that is none is asked for again", async () => {
  const target = "netlify";
  assert.equal((await answer({ target }, [[/called/, ENTER]]))?.name, "my-app");
  const again = await answer({ target }, [
    [/called/, `My App${ENTER}`],
    [/A name has/, `${"\u007f".repeat(6)}mine${ENTER}`],
  ]);
  assert.equal(again?.name, "mine");
});

test("where there are several templates, one is asked for", async () => {
  const script = [
    [/Where will it run/, ENTER],
    [/begin with/, DOWN + ENTER],
  ] as const;
  assert.deepEqual(await answer({ name: "a" }, script), { name: "a", target: "vercel", template: "next" });
});

test("who does not know the place yet gets a project without one", async () => {
  const answers = await answer({ name: "a" }, [[/Where will it run/, `\u001b[A${ENTER}`]]);
  assert.deepEqual(answers, { name: "a", target: undefined, template: undefined });
});

test("Ctrl-C leaves", async () => {
  assert.equal(await answer({}, [[/called/, CTRL_C]]), null);
});
