import assert from "node:assert/strict";
import { test } from "node:test";
import { writeStandIn } from "./compiler-stand-in.ts";

/** As binutils 2.44 prints them. */
const SYMBOLS = `
/usr/lib/x86_64-linux-gnu/libwasmedge.so.0:     file format elf64-x86-64

DYNAMIC SYMBOL TABLE:
0000000000000000      DO *UND*	0000000000000000 (LLVM_19.1)  _ZTIN4llvm18format_object_baseE
0000000000000000      DF *UND*	0000000000000000 (LLVM_19.1)  LLVMBuildIsNull
0000000000000000      DF *UND*	0000000000000000 (GLIBC_2.2.5)  free
0000000000000000      D  *UND*	0000000000000000 (LLVM_19.1)  _ZN4llvm8parallel11threadIndexE
0000000000000000  w   D  *UND*	0000000000000000  Base        __gmon_start__
000000000019e2b0 g    DF .text	0000000000000015  Base        WasmEdge_VersionGet
`;

test("it has each name that is wanted of LLVM, as what it is wanted, in its version, and no other", () => {
  const { source, map } = writeStandIn(SYMBOLS, "x64");
  assert.equal(
    map,
    "LLVM_19.1 { global: _ZTIN4llvm18format_object_baseE; LLVMBuildIsNull; _ZN4llvm8parallel11threadIndexE; };\n",
  );
  assert.deepEqual(source.match(/^\.type .*$/gm), [
    ".type LLVMBuildIsNull, %function",
    ".type _ZTIN4llvm18format_object_baseE, %object",
    ".type _ZN4llvm8parallel11threadIndexE, %tls_object",
  ]);
  assert.match(source, /^nothing: xor %eax, %eax; ret$/m);
});

test("it is written for the processor", () => {
  assert.match(writeStandIn(SYMBOLS, "arm64").source, /^nothing: mov x0, xzr; ret$/m);
});
