/* LiteRT's own files, for whoever puts them into a program. */
export { readLitertPackage } from "./backends/litert/litert-files.ts";
export { writeLitertGlue } from "./backends/litert/write-litert-glue.ts";
