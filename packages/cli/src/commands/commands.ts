import type { Command } from "commander";

type Define = (finish: (exitCode: number) => void) => Command;

/** Every command, loaded only when it is needed: `run` starts without what `dev` is made of. */
export const COMMANDS: Readonly<Record<string, () => Promise<Define>>> = {
  new: async () => (await import("./new.ts")).defineNew,
  dev: async () => (await import("./dev.ts")).defineDev,
  invoke: async () => (await import("./invoke.ts")).defineInvoke,
  run: async () => (await import("./run.ts")).defineRun,
  build: async () => (await import("./build.ts")).defineBuild,
  targets: async () => (await import("./targets.ts")).defineTargets,
  check: async () => (await import("./check.ts")).defineCheck,
  deploy: async () => (await import("./deploy.ts")).defineDeploy,
  push: async () => (await import("./push.ts")).definePush,
  pull: async () => (await import("./pull.ts")).definePull,
  doctor: async () => (await import("./doctor.ts")).defineDoctor,
  nn: async () => (await import("./nn.ts")).defineNn,
};
