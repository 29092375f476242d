import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Row } from "../report.ts";

const GROUP = "memory";
const PROBE = fileURLToPath(new URL("./memory-probe.ts", import.meta.url));

/** What a worker, a compiled module and an idle function hold, each measured in a process of its own. */
export async function measureMemory(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, name] of Object.entries({
    worker: "an idle worker",
    hello: "a compiled module, hello",
    image: "a compiled module, image",
    functions: "an idle function (hello, called once)",
  })) {
    const child = fork(PROBE, [what], { execArgv: [...process.execArgv, "--expose-gc"] });
    const [bytes] = (await once(child, "message")) as [number];
    await once(child, "exit");
    rows.push({ group: GROUP, name, what: "resident", value: bytes / 1024, unit: "KiB" });
  }
  return rows;
}
