import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine, LoadedModule } from "@sandpiper/core";
import { ENGINE_GUESTS, type EngineGuestName, guest } from "./engine-guests.ts";
import { callOf, type EngineSize } from "./test-engine.ts";

type Create = (size: EngineSize) => Promise<Engine> | Engine;

const endOf = (run: ReturnType<LoadedModule["run"]>): Promise<string> =>
  run.then(
    ({ error, exitCode }) => error?.code ?? String(exitCode),
    (error) => error.code,
  );

/** What holds of engines that have workers, a queue, and stop what goes on too long. */
export function testPool(engine: () => Engine, create: Create): void {
  const load = async (own: Engine, name: EngineGuestName, timeoutMs = 60_000) =>
    own.load(await ENGINE_GUESTS[name], { name, limits: { timeoutMs } });
  const withEngine = async (size: EngineSize, use: (own: Engine) => Promise<void>) => {
    const own = await create(size);
    try {
      await use(own);
    } finally {
      await own.close();
    }
  };

  test("a guest over its deadline takes nobody else with it", async () => {
    const [spin, echo] = [await load(engine(), "spin", 150), await load(engine(), "echo")];
    const good = Array.from({ length: 20 }, (_, index) => echo.run(callOf({ stdin: Buffer.from(`${index}`) })));
    const [stopped, ...others] = await Promise.all([spin.run(callOf()), ...good]);
    assert.equal(stopped.error?.code, "E_TIMEOUT");
    assert.ok(stopped.stats.runMs >= 150, "not before its time");
    assert.deepEqual(
      others.map(({ stdout }) => Buffer.from(stdout).toString()),
      Array.from(others, (_, index) => `${index}`),
    );
  });

  test("processor time is limited on its own, and sleeping uses none", async (t) => {
    if (!engine().features.cpuDeadline) return t.skip("it cannot watch processor time");
    const limits = { timeoutMs: 20_000, cpuTimeoutMs: 150 };
    const busy = await engine().load(await ENGINE_GUESTS.spin, { name: "busy", limits });
    const { error, stats } = await busy.run(callOf());
    assert.match(error?.message ?? "", /150 ms of processor time/);
    assert.ok((stats.cpuMs ?? 0) >= 150);
    const asleep = { timeoutMs: 800, cpuTimeoutMs: 400 };
    const sleeper = await engine().load(await ENGINE_GUESTS.sleeper, { name: "asleep", limits: asleep });
    assert.match((await sleeper.run(callOf())).error?.message ?? "", /did not end within 800 ms/);
  });

  test("a cancelled run is stopped, a cancelled wait never begins", () =>
    withEngine({ workers: 1 }, async (own) => {
      const [spin, quick] = [await load(own, "spin"), await load(own, "exit3")];
      const [first, second] = [new AbortController(), new AbortController()];
      const running = spin.run(callOf({ signal: first.signal }));
      const waiting = spin.run(callOf({ signal: second.signal }));
      const behind = quick.run(callOf());
      second.abort();
      assert.equal(await endOf(waiting), "E_CANCELLED");
      setTimeout(() => first.abort(), 100);
      assert.equal(await endOf(running), "E_CANCELLED");
      assert.equal(await endOf(behind), "3");
    }));

  test("more than the queue holds is refused at once, and what waits too long is too", () =>
    withEngine({ workers: 1, maxQueue: 2, maxQueueMs: 150 }, async (own) => {
      const silent = await load(own, "silent");
      // Waiting for a worker that is only starting is limited here as well.
      const patiently = async (): Promise<string> => {
        for (;;) {
          const end = await endOf(silent.run(callOf()));
          if (end !== "E_OVERLOADED") return end;
        }
      };
      assert.equal(await patiently(), "0");
      const spin = await load(own, "spin", 1000);
      const ends = await Promise.all(Array.from({ length: 5 }, () => endOf(spin.run(callOf()))));
      assert.deepEqual(ends, ["E_TIMEOUT", ...Array(4).fill("E_OVERLOADED")]);
      assert.equal(await patiently(), "0");
    }));

  test("closing ends what runs and what waits", async () => {
    const own = await create({ workers: 1 });
    const spin = await load(own, "spin");
    const ends = Array.from({ length: 3 }, () => endOf(spin.run(callOf())));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await own.close();
    assert.deepEqual(await Promise.all(ends), Array(3).fill("E_ENGINE_UNAVAILABLE"));
    await assert.rejects(spin.run(callOf()), { code: "E_ENGINE_UNAVAILABLE" });
    await assert.rejects(load(own, "spin"), { code: "E_ENGINE_UNAVAILABLE" });
  });

  test("more modules than a worker keeps still run", () =>
    withEngine({ workers: 1 }, async (own) => {
      const codes = Array.from({ length: 3 }, (_, index) => index + 1);
      const modules = await Promise.all(
        codes.map(async (code) => own.load(await guest(`(call $proc_exit (i32.const ${code}))`))),
      );
      for (let round = 0; round < 2; round++) {
        const exits = await Promise.all(modules.map((module) => module.run(callOf())));
        assert.deepEqual(
          exits.map(({ exitCode }) => exitCode),
          codes,
        );
      }
    }));
}
