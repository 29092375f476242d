export { createHostDirectory, type HostDirectoryOptions } from "./host-directory.ts";
export { createStdin } from "./standard-input.ts";
export { createStderr, createStdout } from "./standard-output.ts";
