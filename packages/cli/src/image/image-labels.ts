import { toTimestamp } from "@sandpiper/oci";
import type { ImagePlan } from "./image-plan.ts";

/** Keys that everybody reads (image-spec, annotations.md); what the command line says goes before ours. */
export function toLabels(
  { labels, created }: ImagePlan,
  { title, description }: { title: string; description?: string | undefined },
): Record<string, string> {
  return {
    "org.opencontainers.image.title": title,
    ...(description === undefined ? {} : { "org.opencontainers.image.description": description }),
    "org.opencontainers.image.created": toTimestamp(created),
    ...labels,
  };
}
