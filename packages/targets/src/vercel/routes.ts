import type { Route } from "@sandpiper/core";

/** A route of `config.json`, https://vercel.com/docs/build-output-api/configuration: those of its properties that we use. */
export type VercelRoute =
  | { readonly handle: "filesystem" }
  | {
      /** A regular expression that the request's path has to match. */
      readonly src: string;
      /** Left out, `src` matches in capitals as well. */
      readonly caseSensitive?: boolean;
      /** The path that is served instead: the program's. The program still sees the address that was asked for. */
      readonly dest?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly continue?: boolean;
    };

/**
 * The order is that of an app: functions, then files, then a function at the root.
 * @param program path of the program's function
 */
export function toVercelRoutes(routes: readonly Route[], program: string): VercelRoute[] {
  const paths = [...new Set(routes.map(({ path }) => path))];
  const below = paths.filter((path) => path !== "/");
  return [
    ...below.map((path) => ({ src: `^${escapePattern(path)}(?:/.*)?$`, caseSensitive: true, dest: program })),
    { src: "^/.*$", headers: { "x-content-type-options": "nosniff" }, continue: true },
    { handle: "filesystem" },
    ...(paths.includes("/") ? [{ src: "^/.*$", dest: program }] : []),
  ];
}

function escapePattern(path: string): string {
  return path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
