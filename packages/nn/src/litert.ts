/* LiteRT by itself, for programs that bring its files along instead of the package. Web APIs only. */
export { type LitertBackend, startLitertBackend } from "./backends/litert/litert-backend.ts";
export type { LitertParts } from "./backends/litert/litert-instance.ts";
