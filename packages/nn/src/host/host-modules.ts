import type { HostModule } from "./host-module.ts";

/** Every host module of inference that a guest may import. */
export const HOST_MODULES: readonly HostModule[] = [];
