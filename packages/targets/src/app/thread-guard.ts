import { Worker } from "node:worker_threads";

export interface ThreadGuard {
  /** A request is under way. */
  enter(): void;
  leave(): void;
}

/** Places in the memory that is shared with the worker. */
const UNDER_WAY = 0;
const BEATS = 1;
const NEVER = 2;

/** Seconds that a request may take; set by what the artifact is deployed with. */
const TIMEOUT_VARIABLE = "SANDPIPER_TIMEOUT_S";

/** A guard for as long as the environment says that a request may take; null where it says nothing. */
export function guardFromEnvironment(): ThreadGuard | null {
  const timeoutS = Number(process.env[TIMEOUT_VARIABLE]);
  return timeoutS > 0 ? guardThread(timeoutS) : null;
}

/**
 * Ends this process once its thread was held for `mostS` seconds at a stretch: by a guest that does not end, which cannot be stopped from the
 * thread that it holds. A cloud answers such a request when its time is over, and may go on handing the instance others, none of which would be
 * answered: https://docs.cloud.google.com/run/docs/configuring/request-timeout. An instance whose process ended is replaced.
 *
 * It looks only while requests are under way, and counts seconds that it lives itself: an instance is paused in between. The first process of a
 * container cannot be ended in this way, since Linux keeps that from its own signals.
 */
export function guardThread(mostS: number): ThreadGuard {
  const state = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  const beat = () => {
    Atomics.add(state, BEATS, 1);
    Atomics.notify(state, BEATS);
  };
  let watched = false;
  const watch = () => {
    watched = true;
    const message = `sandpiper: a function holds the thread since ${mostS} s, ending this instance\n`;
    const worker = new Worker(WATCH, { eval: true, execArgv: [], workerData: { state, mostS, message } });
    worker.on("message", beat);
    worker.unref();
  };
  return {
    enter() {
      if (!watched) watch();
      beat();
      Atomics.add(state, UNDER_WAY, 1);
      Atomics.notify(state, UNDER_WAY);
    },
    leave() {
      Atomics.sub(state, UNDER_WAY, 1);
      beat();
    },
  };
}

/** Asks the process's thread for a sign of life once a second. Source, so that a bundle is one file. */
const WATCH = `
const { parentPort, workerData: { state, mostS, message } } = require("node:worker_threads");
const { writeSync } = require("node:fs");
for (;;) {
  Atomics.wait(state, ${UNDER_WAY}, 0);
  const beats = Atomics.load(state, ${BEATS});
  parentPort.postMessage(null);
  for (let held = 0; Atomics.load(state, ${BEATS}) === beats; held++) {
    if (held >= mostS) {
      writeSync(2, message);
      process.kill(process.pid, "SIGKILL");
    }
    Atomics.wait(state, ${BEATS}, beats, 1000);
  }
  Atomics.wait(state, ${NEVER}, 0, 1000);
}`;
