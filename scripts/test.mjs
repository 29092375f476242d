// The whole of `npm test`, after the set-up: format and lint, types, then every test. Ends with "N passed, N failed".
// `npm test -- packages/wasi` runs only the tests whose path has one of the words.
// `--clouds`, which is `npm run test:clouds`, runs those of tests/clouds instead: artifacts in the clouds' own tools, one after another.
// `--wasmedge`, which is `npm run test:wasmedge`, runs those that need a Debian root with WasmEdge and container tools.
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, "node_modules", ".bin");
/** Folders whose tests run only when their group is asked for: they install what they need. */
const GROUPS = { "--clouds": ["tests/clouds"], "--wasmedge": ["tests/wasmedge", "tests/oci"] };
const group = Object.keys(GROUPS).find((option) => process.argv.includes(option));
const words = process.argv.slice(2).filter((word) => word !== group);

function check(what, command, args) {
  process.stdout.write(`${what}\n`);
  const { status } = spawnSync(join(bin, command), args, { cwd: root, stdio: "inherit" });
  if (status === 0) return;
  process.stdout.write(`${what}: failed\n0 passed, 1 failed\n`);
  process.exit(1);
}

if (words.length === 0 && !group) {
  check("Checking format and lint", "biome", ["check", "--error-on-warnings", "."]);
  check("Checking types", "tsc", ["-p", "tsconfig.test.json"]);
}

const groupOf = (file) =>
  Object.keys(GROUPS).find((option) => GROUPS[option].some((folder) => file.startsWith(join(folder, "/"))));
const files = ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts"]
  .flatMap((pattern) => globSync(pattern, { cwd: root, exclude: ["**/node_modules/**"] }))
  .filter((file) => groupOf(file) === group)
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();

const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({
  files: files.map((file) => join(root, file)),
  execArgv: ["--conditions=sandpiper-source", "--disable-warning=ExperimentalWarning"],
  concurrency: group ? 1 : availableParallelism(),
});
stream.on("test:summary", (summary) => {
  if (summary.file !== undefined) return;
  counts.passed = summary.counts.passed;
  counts.failed = summary.counts.failed + summary.counts.cancelled;
  // A suite that fails before it has a test is counted nowhere.
  if (!summary.success) counts.failed ||= 1;
  counts.skipped = summary.counts.skipped;
});
stream.compose(spec()).pipe(process.stdout);
process.on("exit", () => {
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
});
