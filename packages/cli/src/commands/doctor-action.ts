import { examine } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createStyle, type Style } from "../output/style.ts";
import { formatTable } from "../output/table.ts";
import type { DoctorOptions } from "./doctor.ts";

const MARKS: Readonly<Record<Finding["state"], string>> = { there: "ok", missing: "-", broken: "!!" };

export async function doctorAction({ json }: DoctorOptions): Promise<number> {
  const findings = await examine();
  const text = json ? JSON.stringify(findings, null, 2) : format(findings, createStyle(process.stdout));
  process.stdout.write(`${text}\n`);
  return findings.some(({ state }) => state === "broken") ? ExitCode.failure : ExitCode.success;
}

function format(findings: readonly Finding[], style: Style): string {
  const rows = findings.map(({ name, state, detail, path }) => [
    `  ${MARKS[state]}`,
    name,
    `${detail}${path === null ? "" : `  ${displayPath(path)}`}`,
  ]);
  const lines = formatTable(rows).split("\n");
  const parts: string[] = [];
  for (const [index, { group, next }] of findings.entries()) {
    if (group !== findings[index - 1]?.group) parts.push(`${index > 0 ? "\n" : ""}${style("bold", group)}`);
    parts.push(lines[index]!);
    if (next !== null) parts.push(`      ${style("dim", "next:")} ${next}`);
  }
  return parts.join("\n");
}
