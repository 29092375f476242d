/* LiteRT by itself, for programs that bring its files along instead of the package. */
export { createLitertBackend, type LitertBackend, type LitertOptions } from "./backends/litert/litert-backend.ts";
export { readLitertPackage } from "./backends/litert/litert-files.ts";
export { evaluateLitertGlue } from "./backends/litert/litert-glue.ts";
