import { type CorpusCase, readCorpus, readDifferences } from "../../packages/testkit/src/target/corpus-case.ts";

/** What each place does otherwise, by place and then by case. */
type Differences = ReturnType<typeof readDifferences>;

/** `docs/targets/conformance.md`, from the corpus and from what its replays are held to: where a place answers otherwise, a test fails. */
export function renderConformance(): string {
  const cases = readCorpus();
  const differences = readDifferences();
  const groups = Map.groupBy(cases, groupOf);
  return `# Conformance

[The corpus](../../packages/testkit/corpus) has ${cases.length} requests and the answers that they have to get, each a folder of data. One project is built for every
target and started with the cloud's own tool, or one that was written from the cloud's documentation where it has none that runs
here, and asked all of it; so is \`sandpiper dev\`. A test fails where an answer is another one, and where it is as it should be
although [the list of differences](../../packages/testkit/corpus-differences.json) says otherwise. This page is made of the same data.

\`npm run test:clouds\` replays it against all targets, \`npm run test:clouds -- NAME\` against one, \`npm test\` against \`sandpiper dev\`,
with and without \`--target\`.

## Results

How many of the cases are answered as they should be, and how many of each kind.

| place | of ${cases.length} | ${[...groups].map(([group, { length }]) => `${group} (${length})`).join(" | ")} |
| --- | ---: |${" ---: |".repeat(groups.size)}
${Object.keys(differences)
  .map((place) => toRow(place, differences, groups, cases.length))
  .join("\n")}

## Differences

${toReasons(differences).join("\n")}

## Cases

${[...groups].map(([group, of]) => toCases(group, of)).join("\n\n")}
`;
}

/** Cases are named after what they are about: `body-one-byte` is about bodies. */
function groupOf({ name }: CorpusCase): string {
  return name.split("-")[0]!;
}

function toRow(place: string, differences: Differences, groups: Map<string, CorpusCase[]>, total: number): string {
  const differ = differences[place]!;
  const cells = [...groups.values()].map((of) => `${of.filter(({ name }) => !(name in differ)).length}`);
  return `| ${[place, total - Object.keys(differ).length, ...cells].join(" | ")} |`;
}

/** One line for each reason: the cases, and where it is so. */
function toReasons(differences: Differences): string[] {
  const all = Object.entries(differences).flatMap(([place, differ]) =>
    Object.entries(differ).map(([name, reason]) => ({ place, name, reason })),
  );
  return [...Map.groupBy(all, ({ reason }) => reason)].map(([reason, found]) => {
    const names = [...new Set(found.map(({ name }) => `\`${name}\``))].sort().join(", ");
    const places = new Set(found.map(({ place }) => place));
    return `- ${names}: ${reason}. ${toPlaces(places, Object.keys(differences))}.`;
  });
}

function toPlaces(places: ReadonlySet<string>, all: readonly string[]): string {
  const others = all.filter((place) => !places.has(place));
  if (others.length === 1 && all.length > 2) return `So it is everywhere but with ${others[0]}`;
  return `${places.size === 1 ? "Only" : "So it is with"} ${[...places].join("; ")}`;
}

function toCases(group: string, cases: readonly CorpusCase[]): string {
  const rows = cases.map(({ name, request, response }) => {
    const path = request.path.length > 60 ? `${request.path.slice(0, 60)}...` : request.path;
    return `| \`${name}\` | ${request.says} | \`${request.method} ${path}\` | ${response.status} |`;
  });
  return [`### ${group}`, "", "| case | what is held | request | status |", "| --- | --- | --- | ---: |", ...rows].join(
    "\n",
  );
}
