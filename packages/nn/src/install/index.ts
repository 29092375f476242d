export * from "./cache-folder.ts";
export * from "./find-native-litert.ts";
export * from "./find-tensorflow.ts";
export * from "./installables.ts";
export * from "./installed-folder.ts";
export * from "./litert-version.ts";
export * from "./probe-native-litert.ts";
export * from "./probe-tensorflow.ts";
