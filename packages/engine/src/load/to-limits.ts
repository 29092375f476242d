import { DEFAULT_LIMITS, type Limits, SandpiperError } from "@sandpiper/core";

/**
 * All limits, with the defaults for those left out.
 * @throws `E_CONFIG` for one that is no number above zero (times may be Infinity)
 */
export function toLimits(given: Partial<Limits> = {}): Limits {
  const limits: Record<keyof Limits, number> = { ...DEFAULT_LIMITS };
  for (const key of Object.keys(DEFAULT_LIMITS) as (keyof Limits)[]) {
    const value = given[key];
    if (value === undefined) continue;
    const isTime = key.endsWith("Ms");
    const valid = isTime ? value > 0 : Number.isSafeInteger(value) && value >= 0;
    if (typeof value !== "number" || !valid) {
      throw new SandpiperError(
        "E_CONFIG",
        `the limit ${key} is ${value}, which is not ${isTime ? "a time" : "a size"}`,
        {
          hint: isTime ? "Give milliseconds above zero." : "Give a whole number of bytes.",
        },
      );
    }
    limits[key] = value;
  }
  return limits;
}
