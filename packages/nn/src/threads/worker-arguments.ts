const CONDITIONS = ["--conditions", "-C"];

/**
 * The process's Node options that a worker needs to find its modules. It would inherit all of them, and refuse to start
 * for some, such as `--input-type`.
 */
export function toWorkerArguments(execArgv: readonly string[]): string[] {
  const kept: string[] = [];
  for (const [index, argument] of execArgv.entries()) {
    const [name = "", value] = argument.split("=", 2);
    if (CONDITIONS.includes(name)) kept.push(`--conditions=${value ?? execArgv[index + 1] ?? ""}`);
  }
  return kept;
}
