import { type Command, executeCommand } from "@sandpiper/engine";
import { createHostDirectory, createStderr, createStdin, createStdout } from "@sandpiper/wasi/node";
import { createRemoteInference } from "../inference/remote-inference.ts";
import type { NativeModule } from "../library/native-module.ts";
import type { SerializedExit } from "../process/messages.ts";
import { parentChannel } from "../process/parent-channel.ts";
import type { EnginePlace } from "./engine-place.ts";

/**
 * Runs a command with this process's standard streams to its end.
 * @throws `E_CONFIG` for a folder that cannot be opened, or an argument no guest can be told
 */
export function runCommand(place: EnginePlace, command: Command<NativeModule>): SerializedExit {
  const { source } = place.install(command.module);
  const streams = { stdin: createStdin(), stdout: createStdout(), stderr: createStderr() };
  const inference = createRemoteInference((ask) => parentChannel.ask(ask));
  const exit = executeCommand(command, source, streams, { inference, openHostDirectory: createHostDirectory });
  return { ...exit, error: exit.error?.toJSON() ?? null };
}
