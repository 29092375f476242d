import { testEngine } from "@sandpiper/testkit";
import { createInlineEngine } from "./inline/inline-engine.ts";
import { createPoolEngine } from "./pool/pool-engine.ts";

testEngine("v8, pool", { create: (size) => createPoolEngine(size), pool: true, hostFolders: true });
testEngine("v8, inline", { create: () => createInlineEngine() });
