import assert from "node:assert/strict";
import { test } from "node:test";
import { findMirror } from "./debian-support.ts";

test("the mirror is read from one-line sources", () => {
  const sources = `# deb http://old.example/debian bookworm main
deb http://security.example/debian-security bookworm-security main
deb-src http://source.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] https://one.example/debian/ bookworm contrib main
deb http://two.example/debian bookworm main`;
  assert.equal(findMirror(sources), "https://one.example/debian/");
});

test("the mirror is read from deb822 sources", () => {
  const sources = `Types: deb
URIs: https://packages.example/vendor
Suites: stable
Components: main

Types: deb
# URIs: http://commented.example/debian
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main`;
  assert.equal(findMirror(sources), "http://mirror.example/debian");
});

test("other archives are no mirror", () => {
  assert.equal(findMirror(""), null);
  assert.equal(findMirror("deb http://vendor.example/apt stable main"), null);
  assert.equal(findMirror("deb cdrom:[Debian]/debian bookworm main"), null);
  assert.equal(findMirror("deb http://mirror.example/debian bookworm contrib"), null);
});
