import { SandpiperError, toSandpiperError } from "./errors.ts";
import type { Invocation, InvocationContext, SandpiperFunction } from "./function.ts";
import { toErrorResponse } from "./response.ts";
import { findRoute, type Route } from "./route.ts";

export interface RoutedFunction {
  readonly route: Route;
  readonly function: SandpiperFunction;
}

export interface AppOptions {
  /** Answers what no function does, such as files; null leaves it to the app, which answers 404. */
  readonly otherwise?: (request: Request) => Promise<Response | null>;
  /** Is told of each invocation after it ended, before its answer goes out. */
  readonly onInvocation?: (invocation: Invocation) => void;
}

/** Several functions behind one door: what a cloud's handler, and every server, hands its requests to. */
export interface App {
  /** Answers a request. Never rejects. */
  fetch(request: Request, context?: Omit<InvocationContext, "mount">): Promise<Response>;
}

export function createApp(functions: readonly RoutedFunction[], options: AppOptions = {}): App {
  const refuse = (error: SandpiperError, allow?: readonly string[]): Response => {
    const response = toErrorResponse(error);
    if (allow) response.headers.set("allow", allow.join(", "));
    return response;
  };

  async function answer(request: Request, context: Omit<InvocationContext, "mount">): Promise<Response> {
    const { pathname } = new URL(request.url);
    const match = findRoute(functions, ({ route }) => route, pathname, request.method);
    // Files go before a function at the root, and after all others.
    if (!match || match.mount === "") {
      const other = await options.otherwise?.(request);
      if (other) return other;
    }
    if (!match) {
      const paths = functions.map(({ route }) => route.path).join(", ");
      return refuse(
        new SandpiperError("E_NOT_FOUND", `nothing answers at ${pathname}`, {
          hint: paths === "" ? "There are no functions." : `Functions answer at ${paths}.`,
        }),
      );
    }
    if (!("found" in match)) {
      const hint = `It takes ${match.allow.join(", ")}.`;
      const message = `${match.mount || "/"} does not take ${request.method}`;
      return refuse(new SandpiperError("E_METHOD", message, { hint }), match.allow);
    }
    const invocation = await match.found.function.invoke(request, { ...context, mount: match.mount });
    options.onInvocation?.(invocation);
    return invocation.response;
  }

  return {
    async fetch(request, context = {}) {
      try {
        return await answer(request, context);
      } catch (error) {
        return refuse(toSandpiperError(error));
      }
    },
  };
}
