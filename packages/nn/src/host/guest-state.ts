import { NnError, type NnErrorKind } from "../nn-error.ts";
import { GuestLog } from "./guest-log.ts";
import { GuestMemory, PointerFault } from "./guest-memory.ts";
import { HandleTable } from "./handle-table.ts";
import type { HostContext } from "./host-module.ts";
import { TensorBudget } from "./tensor-budget.ts";

/** What all modules of one guest share. */
export interface GuestState {
  readonly context: HostContext;
  readonly memory: GuestMemory;
  readonly handles: HandleTable;
  readonly budget: TensorBudget;
  readonly log: GuestLog;
}

const states = new WeakMap<HostContext, GuestState>();

/** The same for each module that is made with this context. */
export function guestState(context: HostContext): GuestState {
  let state = states.get(context);
  if (!state) {
    state = {
      context,
      memory: new GuestMemory(context.memory),
      handles: new HandleTable(),
      budget: new TensorBudget(context.memoryBytes),
      log: new GuestLog(context.log),
    };
    states.set(context, state);
  }
  return state;
}

/** How a dialect answers a failure. */
export interface Dialect {
  /** As its lines in the log begin. */
  readonly name: string;
  readonly errno: Readonly<Record<NnErrorKind, number>>;
  /** The number for a pointer that leads out of the memory. */
  readonly fault: number;
}

type Call = (...args: number[]) => void;

/**
 * Functions that answer 0, or a number of the dialect with a line in the log. What is thrown and is neither of these failures
 * (a backend that is not installed, an end of the invocation) goes on and ends the guest.
 */
export function answering<Name extends string>(
  dialect: Dialect,
  state: GuestState,
  calls: Readonly<Record<Name, Call>>,
): Record<Name, (...args: number[]) => number> {
  const entries = Object.entries<Call>(calls).map(([name, call]) => [
    name,
    (...args: number[]) => failureOf(dialect, state, name, () => call(...args)) ?? 0,
  ]);
  return Object.fromEntries(entries) as Record<Name, (...args: number[]) => number>;
}

/** The dialect's number for how `action` failed, which the log is told of; null when it did not. */
export function failureOf(dialect: Dialect, state: GuestState, name: string, action: () => void): number | null {
  try {
    action();
    return null;
  } catch (error) {
    const isFault = error instanceof PointerFault;
    if (!isFault && !(error instanceof NnError)) throw error;
    state.log.say(`${dialect.name}: ${name}`, error.message);
    return isFault ? dialect.fault : dialect.errno[error.kind];
  }
}
