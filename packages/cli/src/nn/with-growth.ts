import { formatSize } from "@sandpiper/core";
import { folderSize } from "./folder-size.ts";

const LOOK_MS = 500;

/** Runs `work`, which fills `folder`, and says meanwhile how much is there: for programs that tell nothing themselves. */
export async function withGrowth<T>(
  folder: string,
  update: (detail: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => {
    void folderSize(folder).then((bytes) => bytes > 0 && update(formatSize(bytes)));
  }, LOOK_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
