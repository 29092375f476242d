import assert from "node:assert/strict";
import { test } from "node:test";
import { suggestCommand } from "./suggest-command.ts";

const URL = "http://127.0.0.1:8787";
const suggest = (...names: string[]) =>
  suggestCommand(
    URL,
    names.map((name) => ({ name, route: { path: `/${name}` } })),
  );

test("a function that makes a picture of a picture goes first", () => {
  const grey = `curl --data-binary @picture.png ${URL}/image-grayscale > out.png`;
  assert.equal(suggest("cgi-env", "hello", "image-classify", "image-grayscale"), grey);
  assert.equal(suggest("image-grayscale", "image-classify"), grey);
});

test("what answers in words is not written into a picture", () => {
  const classify = `curl --data-binary @picture.png ${URL}/image-classify`;
  assert.equal(suggest("hello", "image-classify"), classify);
});

test("any other function is greeted, the first of them", () => {
  assert.equal(suggest("hello", "echo"), `curl --data-binary "hello" ${URL}/hello`);
  assert.equal(suggest(), null);
});

test("it keeps to the methods of the route", () => {
  const one = (...methods: string[]) => suggestCommand(URL, [{ name: "image", route: { path: "/p", methods } }]);
  assert.equal(one("GET", "HEAD"), `curl ${URL}/p`);
  assert.equal(one("PUT"), `curl -X PUT ${URL}/p`);
  assert.equal(one("POST"), `curl --data-binary @picture.png ${URL}/p > out.png`);
});
