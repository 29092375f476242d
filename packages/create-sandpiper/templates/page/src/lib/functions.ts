// The two functions of this project, as a page calls them.

/** What became of a call. Times are milliseconds. */
export type Called<T> =
  | { readonly ok: true; readonly value: T; readonly ms: number }
  | { readonly ok: false; readonly message: string };

export interface Label {
  readonly label: string;
  /** 0 to 1. */
  readonly probability: number;
}

export interface Naming {
  /** The likeliest first. */
  readonly top: readonly Label[];
  /** The name of the model that was asked. */
  readonly model: string;
}

/** The picture in grey. `?op=blur`, `?op=rotate&angle=90` and `?width=200` are other things that the function does. */
export const makeGrey = (picture: Blob) => call("/api/image-grayscale", picture, (response) => response.blob());

/** What the picture shows. `?model=NAME` chooses, where the settings name several models. */
export const readName = (picture: Blob) =>
  call("/api/image-classify", picture, async (response) => (await response.json()) as Naming);

async function call<T>(path: string, picture: Blob, read: (response: Response) => Promise<T>): Promise<Called<T>> {
  const headers = { "content-type": picture.type || "application/octet-stream" };
  const started = performance.now();
  try {
    const response = await fetch(path, { method: "POST", body: picture, headers });
    if (!response.ok) return { ok: false, message: await toMessage(response) };
    const value = await read(response);
    return { ok: true, value, ms: performance.now() - started };
  } catch {
    return { ok: false, message: "The server did not answer. Is it running, and are you online?" };
  }
}

/** Sandpiper answers `{ "error": { "code", "message" } }`; a cloud that stops a request itself answers a page of its own. */
async function toMessage(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message;
  } catch {
    return response.status === 413 ? "The picture is too large for this cloud." : `The server said ${response.status}.`;
  }
}

export const toTime = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

const percent = new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const toPercent = (probability: number) => percent.format(probability);

export function toSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
