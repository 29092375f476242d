import type { HostModule } from "./host-module.ts";
import { sandpiperNn } from "./sandpiper-nn.ts";
import { wasiNn } from "./wasi-nn.ts";
import { wasmedgeImage } from "./wasmedge-image.ts";
import { wasmedgeTensorflow } from "./wasmedge-tensorflow.ts";
import { wasmedgeTensorflowLite } from "./wasmedge-tensorflowlite.ts";

/** Every host module of inference that a guest may import. */
export const HOST_MODULES: readonly HostModule[] = [
  wasiNn,
  sandpiperNn,
  wasmedgeTensorflow,
  wasmedgeTensorflowLite,
  wasmedgeImage,
];
