import { SandpiperError, toSandpiperError } from "./errors.ts";
import type { Invocation, InvocationContext, SandpiperFunction } from "./function.ts";
import { toErrorResponse } from "./response.ts";
import { findRoute, type Route } from "./route.ts";

export interface RoutedFunction {
  readonly route: Route;
  readonly function: SandpiperFunction;
}

/** What comes with a request beside the request itself. A server may hand more along, and finds it again in the app's options. */
export type CallContext = Omit<InvocationContext, "mount">;

export interface AppOptions<Context extends CallContext = CallContext> {
  /** Answers what no function does, such as files; null leaves it to the app, which answers 404. */
  readonly otherwise?: (request: Request, context: Context) => Promise<Response | null>;
  /** Is told of each invocation after it ended, before its answer goes out. */
  readonly onInvocation?: (invocation: Invocation, context: Context) => void;
  /** Is told of each request that is refused without an invocation, before the answer goes out. */
  readonly onRefusal?: (error: SandpiperError, context: Context) => void;
}

/** Several functions behind one door: what a cloud's handler, and every server, hands its requests to. */
export interface App<Context extends CallContext = CallContext> {
  /** Answers a request. Never rejects. */
  fetch(request: Request, context: Context): Promise<Response>;
}

/** @param functions asked for each request, so that they can be replaced while they serve */
export function createApp<Context extends CallContext = CallContext>(
  functions: () => readonly RoutedFunction[],
  options: AppOptions<Context> = {},
): App<Context> {
  async function answer(request: Request, context: Context): Promise<Response> {
    const { pathname } = new URL(request.url);
    const served = functions();
    const match = findRoute(served, ({ route }) => route, pathname, request.method);
    // Files go before a function at the root, and after all others.
    if (!match || match.mount === "") {
      const other = await options.otherwise?.(request, context);
      if (other) return other;
    }
    if (!match) throw notFound(pathname, served);
    if (!("found" in match)) {
      const hint = `It takes ${match.allow.join(", ")}.`;
      const message = `${match.mount || "/"} does not take ${request.method}`;
      const response = refuse(new SandpiperError("E_METHOD", message, { hint }), context);
      response.headers.set("allow", match.allow.join(", "));
      return response;
    }
    const invocation = await match.found.function.invoke(request, { ...context, mount: match.mount });
    options.onInvocation?.(invocation, context);
    return invocation.response;
  }

  function refuse(error: SandpiperError, context: Context): Response {
    options.onRefusal?.(error, context);
    return toErrorResponse(error);
  }

  return {
    async fetch(request, context) {
      try {
        return await answer(request, context);
      } catch (error) {
        return refuse(toSandpiperError(error), context);
      }
    },
  };
}

function notFound(pathname: string, functions: readonly RoutedFunction[]): SandpiperError {
  const paths = functions.map(({ route }) => route.path).join(", ");
  return new SandpiperError("E_NOT_FOUND", `nothing answers at ${pathname}`, {
    hint: paths === "" ? "There are no functions." : `Functions answer at ${paths}.`,
  });
}
