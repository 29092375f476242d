export { type ArtifactSizes, checkDeployment, type DeploymentProblem, type ModuleFacts } from "./check-deployment.ts";
export type { CreateLocal, LocalArtifact } from "./local.ts";
export * from "./target.ts";
export { TARGETS } from "./targets.ts";
