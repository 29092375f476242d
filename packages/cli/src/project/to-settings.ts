import type { FunctionSettings } from "@sandpiper/core";
import type { ProjectFunction } from "./project.ts";

/** What a function answers by, whatever runs it. */
export function toSettings(definition: ProjectFunction): FunctionSettings {
  const { name, abi, env, limits, contentType, route } = definition;
  return {
    name,
    abi,
    env,
    limits,
    ...(contentType === undefined ? {} : { contentType }),
    ...(route.methods === undefined ? {} : { methods: route.methods }),
  };
}
