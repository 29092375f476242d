import { awsLambda } from "./aws-lambda/target.ts";
import { azure } from "./azure/target.ts";
import { bun } from "./bun/target.ts";
import { cloudflare } from "./cloudflare/target.ts";
import { deno } from "./deno/target.ts";
import { google } from "./google/target.ts";
import { kubernetes } from "./kubernetes/target.ts";
import { netlify } from "./netlify/target.ts";
import { node } from "./node/target.ts";
import { oci } from "./oci/target.ts";
import type { Target, TargetName } from "./target.ts";
import { tencentScf } from "./tencent-scf/target.ts";
import { vercel } from "./vercel/target.ts";

/** Every target there is, by name. */
export const TARGETS: Readonly<Partial<Record<TargetName, Target>>> = {
  node,
  oci,
  kubernetes,
  vercel,
  netlify,
  cloudflare,
  deno,
  bun,
  "aws-lambda": awsLambda,
  "tencent-scf": tencentScf,
  google,
  azure,
};
