import type { Route } from "@sandpiper/core";
import type { Deployment, Files } from "../target.ts";

/** What a function says of itself: https://docs.netlify.com/build/functions/configuration */
export interface NetlifyFunctionConfig {
  /** Patterns of paths, as `URLPattern` takes them. */
  readonly path: readonly string[];
  /** Whether a static file of a path goes before the function. */
  readonly preferStatic: boolean;
  /** The program as it is: it is bundled already. */
  readonly nodeBundler: "none";
  /** Files that are found when the program asks for them, which no bundler sees. */
  readonly includedFiles: readonly string[];
}

/** A function at the root leaves the files to the place; there the others do as well, see `withoutHidden`. */
export function toFunctionConfig(routes: readonly Route[]): NetlifyFunctionConfig {
  const paths = [...new Set(routes.map(({ path }) => path))];
  const atRoot = paths.includes("/");
  return {
    path: atRoot ? ["/*"] : paths.flatMap((path) => [path, `${path}/*`]),
    preferStatic: atRoot,
    nodeBundler: "none",
    includedFiles: ["**"],
  };
}

/** The static files that no function hides: a function goes before files, unless it is at the root. */
export function withoutHidden({ functions, staticFiles }: Deployment): Files {
  const hiding = functions.map(({ route }) => route.path).filter((path) => path !== "/");
  return new Map([...staticFiles].filter(([file]) => !hiding.some((path) => `/${file}/`.startsWith(`${path}/`))));
}
