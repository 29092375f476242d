import { clockOf, MONOTONIC } from "../clocks.ts";
import type { Context } from "../context.ts";
import type { InputDescriptor } from "../descriptors.ts";
import { Errno, WasiErrno } from "../errno.ts";
import {
  EVENT_BYTES,
  Eventtype,
  type PollEvent,
  readSubscription,
  SUBSCRIPTION_BYTES,
  type Subscription,
  writeEvent,
} from "../layouts.ts";
import { Rights } from "../rights.ts";
import { sleep } from "../sleep.ts";
import type { InputStream } from "../streams.ts";

/** More than a guest with every descriptor open could mean. */
const MAX_SUBSCRIPTIONS = 8192;
/** What an output stream is said to take: streams here never refuse, so this is but a usual pipe's room. */
const OUTPUT_ROOM = 65_536n;
const ABSOLUTE = 1;

/** A clock that has not run out yet: its event, and the time on it when it will have. */
interface Alarm {
  readonly event: PollEvent;
  readonly deadline: bigint;
  now(): bigint;
}

/** An input stream with nothing to read yet. */
interface Wait {
  readonly userdata: bigint;
  readonly stream: InputStream;
}

export function pollOneoff(
  context: Context,
  subscriptionsPointer: number,
  eventsPointer: number,
  count: number,
  resultPointer: number,
): Errno {
  const { memory } = context;
  const length = count >>> 0;
  if (length === 0 || length > MAX_SUBSCRIPTIONS) return Errno.inval;
  const first = memory.at(subscriptionsPointer, length * SUBSCRIPTION_BYTES);
  memory.at(eventsPointer, length * EVENT_BYTES);
  memory.at(resultPointer, 4);
  const subscriptions: Subscription[] = [];
  for (let index = 0; index < length; index += 1) {
    const subscription = readSubscription(memory.view, first + index * SUBSCRIPTION_BYTES);
    if (subscription === null) return Errno.inval;
    subscriptions.push(subscription);
  }
  const events = poll(context, subscriptions);
  const at = memory.at(eventsPointer, length * EVENT_BYTES);
  for (const [index, event] of events.entries()) writeEvent(memory, at + index * EVENT_BYTES, event);
  memory.setUint32(resultPointer, events.length);
  return Errno.success;
}

/** Every event that is due; if there is none, those of the moment the first is. Never more than subscriptions. */
function poll(context: Context, subscriptions: readonly Subscription[]): PollEvent[] {
  const due: PollEvent[] = [];
  const alarms: Alarm[] = [];
  const waits: Wait[] = [];
  for (const subscription of subscriptions) {
    if (subscription.type === Eventtype.clock) {
      const alarm = toAlarm(context, subscription);
      if (alarm === null) due.push(toEvent(subscription, Errno.inval));
      else alarms.push(alarm);
      continue;
    }
    const outcome = look(context, subscription);
    if ("stream" in outcome) waits.push({ userdata: subscription.userdata, stream: outcome.stream });
    else due.push(outcome);
  }
  collectAlarms(alarms, due);
  while (due.length === 0) {
    waitForFirst(alarms, waits, due);
    collectAlarms(alarms, due);
  }
  return due;
}

/** The event of a descriptor that is ready or wrong, or the stream to wait for. */
function look(
  context: Context,
  subscription: Exclude<Subscription, { type: typeof Eventtype.clock }>,
): PollEvent | InputDescriptor {
  const direction = subscription.type === Eventtype.fdRead ? Rights.fdRead : Rights.fdWrite;
  try {
    const descriptor = context.descriptors.require(subscription.fd, direction | Rights.pollFdReadwrite);
    if (descriptor.kind === "input") {
      const ready = readiness(descriptor.stream, 0);
      return ready === null ? descriptor : toEvent(subscription, Errno.success, BigInt(ready.available), ready.hangup);
    }
    if (descriptor.kind === "output") return toEvent(subscription, Errno.success, OUTPUT_ROOM);
    if (descriptor.kind === "directory") return toEvent(subscription, Errno.isdir);
    const left = descriptor.file.stat().size - descriptor.offset;
    const room = subscription.type === Eventtype.fdRead ? (left > 0n ? left : 0n) : OUTPUT_ROOM;
    return toEvent(subscription, Errno.success, room);
  } catch (error) {
    if (error instanceof WasiErrno) return toEvent(subscription, error.errno);
    throw error;
  }
}

/** Blocks until a stream is ready or the first alarm is due, or a little less. */
function waitForFirst(alarms: readonly Alarm[], waits: readonly Wait[], due: PollEvent[]): void {
  const milliseconds = Math.min(...alarms.map((alarm) => Number(alarm.deadline - alarm.now()) / 1e6));
  const [wait] = waits;
  if (wait === undefined) {
    if (!sleep(Math.max(milliseconds, 0))) throw new WasiErrno(Errno.notsup);
    return;
  }
  // All wait for one stream: a guest has a single standard input, and descriptors are never doubled.
  const ready = readiness(wait.stream, Math.max(milliseconds, 0));
  if (ready === null) return;
  for (const { userdata } of waits) {
    const { available, hangup } = ready;
    due.push({ userdata, errno: Errno.success, type: Eventtype.fdRead, bytes: BigInt(available), hangup });
  }
}

/** A stream that cannot be asked is always ready, with at least a byte or its end. */
function readiness(stream: InputStream, timeoutMs: number) {
  return stream.poll === undefined ? { available: 1, hangup: false } : stream.poll(timeoutMs);
}

function toAlarm(
  context: Context,
  subscription: Extract<Subscription, { type: typeof Eventtype.clock }>,
): Alarm | null {
  const asked = clockOf(subscription.clock);
  if (asked === undefined || (subscription.flags & ~ABSOLUTE) !== 0) return null;
  const absolute = (subscription.flags & ABSOLUTE) !== 0;
  // A span of time stays what it is when somebody sets the clock, so it is never measured in real time.
  const clock = absolute ? asked : MONOTONIC;
  const now = () => clock.now(context.createdMs);
  const deadline = absolute ? subscription.timeout : now() + subscription.timeout;
  return { event: toEvent(subscription, Errno.success), deadline, now };
}

function collectAlarms(alarms: readonly Alarm[], due: PollEvent[]): void {
  for (const alarm of alarms) {
    if (alarm.deadline <= alarm.now()) due.push(alarm.event);
  }
}

function toEvent({ userdata, type }: Subscription, errno: Errno, bytes = 0n, hangup = false): PollEvent {
  return { userdata, errno, type, bytes, hangup };
}
