/* What runs in a relay thread: asks this process's inference what a guest in a host process asks, and waits for it. */
import { parentPort, workerData } from "node:worker_threads";
import { type CallerTicket, joinInference } from "@sandpiper/nn/threads";
import type { InferenceAsk } from "./ask.ts";
import { createAnswerer } from "./create-answerer.ts";

const answer = createAnswerer(joinInference(workerData as CallerTicket));
parentPort!.on("message", (ask: InferenceAsk) => parentPort!.postMessage(answer(ask)));
