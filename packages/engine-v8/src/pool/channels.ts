import type { ChannelKind } from "./channel.ts";
import { messageChannel } from "./message-channel.ts";

/** Every kind of channel by its name, which is what crosses to a worker. */
export const CHANNELS = { message: messageChannel } as const satisfies Record<string, ChannelKind>;

export type ChannelName = keyof typeof CHANNELS;

export const DEFAULT_CHANNEL: ChannelName = "message";
