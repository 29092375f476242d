import { findRoute as findAmong, type RouteMatch } from "@sandpiper/core";
import type { LiveFunction } from "./function-set.ts";

/** Which of the functions that are served answers at `pathname`. */
export function findRoute(
  functions: readonly LiveFunction[],
  pathname: string,
  method: string,
): RouteMatch<LiveFunction> | undefined {
  return findAmong(functions, ({ definition }) => definition.route, pathname, method);
}
