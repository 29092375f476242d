export { createLitertBackend, type LitertBackend, type LitertOptions } from "./litert-backend.ts";
export type { LitertLoader } from "./litert-bindings.ts";
export { type LitertBuildName, pickLitertBuild } from "./litert-build.ts";
