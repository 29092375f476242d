// Pictures on their way to a function.

/** What the functions read. */
const TYPES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
/** Clouds refuse larger requests: the smallest limit among them is 4.5 MB. */
const MAX_BYTES = 4_000_000;
/** Longer sides are shortened to this, in pixels, when a picture has to be made smaller. */
const MAX_SIDE = 2048;

export interface Sample {
  readonly file: string;
  readonly title: string;
}

/** In `public/samples`. */
export const SAMPLES: readonly Sample[] = [
  { file: "shore.jpg", title: "Sandpipers at the shore" },
  { file: "kingfisher.jpg", title: "A kingfisher" },
  { file: "letter.png", title: "A printed letter" },
];

export async function fetchSample({ file }: Sample): Promise<File> {
  const blob = await (await fetch(`/samples/${file}`)).blob();
  return new File([blob], file, { type: blob.type });
}

/**
 * The picture as it can be sent: itself, or drawn again by the browser where it is too large, or of a type that only the browser reads.
 * What the browser cannot read goes as it is: the function says what is wrong with it.
 */
export async function toSendable(picture: Blob): Promise<Blob> {
  if (TYPES.has(picture.type) && picture.size <= MAX_BYTES) return picture;
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (!bitmap) return picture;
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? picture), "image/jpeg", 0.9));
}

/** The first picture of what was dropped or pasted. */
export function findPicture(data: DataTransfer | null): File | undefined {
  const files = [...(data?.files ?? [])];
  return files.find(({ type }) => type.startsWith("image/")) ?? files[0];
}
