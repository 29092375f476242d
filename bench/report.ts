import { cpus, totalmem } from "node:os";
import type { findWasmEdge, findWasmtime, Missing } from "./tools.ts";

/** How thoroughly to measure, and with which peers. */
export interface Setting {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly calls: number;
  /** A file with a short name in it. */
  readonly helloBody: string;
  readonly wasmedge: Awaited<ReturnType<typeof findWasmEdge>>;
  readonly wasmtime: Awaited<ReturnType<typeof findWasmtime>>;
  readonly native: { readonly command: string } | Missing;
  readonly litert: { readonly command: readonly string[] } | Missing;
  readonly nativeLitert: object | Missing;
}

export interface Row {
  readonly group: string;
  readonly name: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** How it was measured, where rows of a table differ in that. */
  readonly note?: string;
  /** How Sandpiper stands to this peer in the same run: of rates, how many times as many; of times, how many times as long. */
  readonly ratio?: number;
}

export interface Goal {
  readonly what: string;
  readonly target: string;
  readonly ratio: number | null;
  readonly met: boolean | null;
}

const GOALS: readonly { what: string; group: string; peer: string; at: "least" | "most"; bound: number }[] = [
  { what: "hello against wasmedge a request", group: "hello over HTTP", peer: "wasmedge", at: "least", bound: 40 },
  { what: "image against wasmedge a request", group: "image over HTTP", peer: "wasmedge", at: "least", bound: 3 },
  { what: "warm image against WasmEdge in process", group: "image, warm", peer: "WasmEdge", at: "most", bound: 1.5 },
  { what: "warm image against native Rust", group: "image, warm", peer: "native", at: "most", bound: 2 },
  {
    what: "hello in WasmEdge against one a call",
    group: "WasmEdge as an engine, hello",
    peer: "wasmedge a call",
    at: "most",
    bound: 1 / 20,
  },
  {
    what: "image in WasmEdge against one a call",
    group: "WasmEdge as an engine, image",
    peer: "wasmedge a call",
    at: "most",
    bound: 1 / 5,
  },
  { what: "inference against native, one thread", group: "inference, warm", peer: "native", at: "most", bound: 1.5 },
  { what: "an embedded model against a named one", group: "inference, warm", peer: "embedded", at: "most", bound: 1.1 },
  { what: "four inferences against one at a time", group: "inference, many", peer: "four", at: "least", bound: 1.7 },
];

export function toGoals(rows: readonly Row[]): Goal[] {
  return GOALS.map(({ what, group, peer, at, bound }) => {
    const row = rows.find((one) => one.ratio && one.group.startsWith(group) && one.name.startsWith(peer));
    const ratio = row?.ratio ?? null;
    const met = ratio === null ? null : at === "least" ? ratio >= bound : ratio <= bound;
    return { what, target: `at ${at} ${bound}x`, ratio, met };
  });
}

const toNumber = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);

export function toTable(rows: readonly Row[], goals: readonly Goal[], notes: readonly string[]): string {
  const lines: string[] = [];
  let group = "";
  for (const row of rows) {
    if (row.group !== group) lines.push("", row.group);
    group = row.group;
    const ratio = row.ratio === undefined || row.name === "sandpiper" ? "" : `${toNumber(row.ratio)}x`;
    lines.push(
      `  ${row.name.padEnd(38)} ${row.what.padEnd(32)} ${toNumber(row.value).padStart(9)} ${row.unit.padEnd(4)} ${ratio.padStart(8)}`,
    );
  }
  lines.push("", "Goals");
  for (const { what, target, ratio, met } of goals) {
    const verdict = met === null ? "not measured" : met ? "met" : "missed";
    lines.push(`  ${what.padEnd(44)} ${target.padEnd(14)} ${ratio === null ? "-" : `${toNumber(ratio)}x`}  ${verdict}`);
  }
  return [...lines, ...(notes.length > 0 ? ["", ...notes] : []), ""].join("\n");
}

/** What the figures were measured on. */
export function describeMachine(): Record<string, unknown> {
  return {
    node: process.version,
    v8: process.versions.v8,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
  };
}
