import { parentPort, workerData } from "node:worker_threads";
import { createLitertBackend } from "./create-litert-backend.ts";

const { module, model, feeds } = workerData;
const backend = await createLitertBackend({ module });
const graph = await backend.load({ bytes: model }, { threads: 1 });
const [answer] = await graph.run(feeds);
parentPort?.postMessage([...new Float32Array(answer!.data.buffer as ArrayBuffer)]);
