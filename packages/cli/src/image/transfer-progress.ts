import { formatSize } from "@sandpiper/core";
import type { TransferEvent } from "@sandpiper/oci";

/** Tells of blobs that come or go: what is done, and what is on its way. */
export function createTransferProgress(update: (detail: string) => void): (event: TransferEvent) => void {
  let done = 0;
  let there = 0;
  return ({ kind, descriptor }) => {
    if (kind === "done") done += descriptor.size;
    if (kind === "there") there += descriptor.size;
    const now = kind === "start" ? `, ${formatSize(descriptor.size)} on its way` : "";
    update(`${formatSize(done)} done${there > 0 ? `, ${formatSize(there)} there already` : ""}${now}`);
  };
}
