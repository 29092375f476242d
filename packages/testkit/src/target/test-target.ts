import { after, before, describe } from "node:test";
import { makeCorpusProject } from "./corpus-project.ts";
import { type FetchFromTarget, replayCorpus } from "./replay-corpus.ts";

/** What serves a project: a cloud's own tool, or the platform. */
export interface StartedTarget {
  fetch(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void> | void;
}

export interface TargetUnderTest<Started extends { stop(): Promise<void> | void }> {
  /** Why it can't be started on this machine; false or left out when it can. */
  readonly skip?: string | false;
  /** Builds and starts the project in this folder. */
  start(project: string): Promise<Started>;
}

/**
 * The contract of a target, and of everything else that serves projects: defines a suite that replays the corpus against it.
 * @param place its name in `corpus-differences.json`
 */
export function testTarget(place: string, { skip = false, start }: TargetUnderTest<StartedTarget>): void {
  testTargetBehind({ [place]: (started, path, init) => started.fetch(path, init) }, { skip, start });
}

/** The same for a target that is asked in several ways, each of them a place of its own; it is started once. */
export function testTargetBehind<Started extends { stop(): Promise<void> | void }>(
  places: Readonly<Record<string, (started: Started, ...call: Parameters<FetchFromTarget>) => Promise<Response>>>,
  { skip = false, start }: TargetUnderTest<Started>,
): void {
  describe(`${Object.keys(places).join(", ")}: the corpus`, { skip }, () => {
    let started: Started | undefined;
    before(async () => {
      started = await start(await makeCorpusProject());
    });
    after(() => started?.stop());

    for (const [place, fetch] of Object.entries(places)) {
      describe(place, () => replayCorpus((...call) => fetch(started!, ...call), place));
    }
  });
}
