import { SandpiperError } from "./errors.ts";

const DURATIONS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const SIZES: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  kB: 1000,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
};

const QUANTITY = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/;

/**
 * Milliseconds of a duration such as `500ms`, `1.5s`, `2m` or `1h`.
 * @throws `E_CONFIG` when there is no unit, an unknown one, or nothing above zero.
 */
export function parseDuration(text: string): number {
  return parse(text, DURATIONS, "a duration", "500ms, 5s, 2m");
}

/**
 * Bytes of a size such as `512KiB`, `64MiB`, `1GB`; rounded to whole bytes.
 * @throws `E_CONFIG` when there is no unit, an unknown one, or nothing above zero.
 */
export function parseSize(text: string): number {
  return Math.round(parse(text, SIZES, "a size", "512KiB, 64MiB, 1GiB"));
}

function parse(text: string, units: Readonly<Record<string, number>>, what: string, examples: string): number {
  const match = QUANTITY.exec(text.trim());
  const factor = match && Object.hasOwn(units, match[2]!) ? units[match[2]!] : undefined;
  const value = factor === undefined ? Number.NaN : Number(match![1]) * factor;
  if (!Number.isFinite(value) || value <= 0) {
    throw new SandpiperError("E_CONFIG", `"${text}" is not ${what}`, {
      hint: `Write a number above zero and a unit (${Object.keys(units).join(", ")}), such as ${examples}.`,
    });
  }
  return value;
}

/** `1536` as `1.5 KiB`: for people, not for parsing. */
export function formatSize(bytes: number): string {
  for (const unit of ["GiB", "MiB", "KiB"]) {
    const value = bytes / SIZES[unit]!;
    if (value >= 1) return `${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${unit}`;
  }
  return `${bytes} B`;
}

/** `1234.5` milliseconds as `1.23 s`: for people, not for parsing. */
export function formatDuration(ms: number): string {
  if (ms < 1) return `${(ms * 1000).toFixed(0)} µs`;
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 60_000).toFixed(1)} min`;
}
