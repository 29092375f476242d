import { decodeImage, type ImageFormat, PIXEL_TYPES, type PixelType, pixelBytes } from "../image/image-codec.ts";
import { NnError, type NnErrorKind } from "../nn-error.ts";
import { answering, type Dialect, type GuestState, guestState } from "./guest-state.ts";
import type { HostModule } from "./host-module.ts";

/** `wasmedge_image_errno` has one number for all that can fail, and so do the calls of 0.2. */
const FAIL = 1;
const ERRNO = Object.fromEntries(
  (
    [
      "invalid-argument",
      "invalid-encoding",
      "missing-memory",
      "busy",
      "runtime-error",
      "unsupported-operation",
      "too-large",
      "not-found",
    ] satisfies NnErrorKind[]
  ).map((kind) => [kind, FAIL]),
) as Record<NnErrorKind, number>;

export const IMAGE: Dialect = { name: "wasmedge_image", errno: ERRNO, fault: FAIL };

const FORMATS: Readonly<Record<string, ImageFormat>> = { jpg: "jpeg", png: "png" };

/** 0.2 has a call for each format and type: `wasmedge_image_load_jpg_to_rgb8`. */
const LEGACY = Object.entries(FORMATS).flatMap(([ending, format]) =>
  PIXEL_TYPES.map((type) => ({ name: `wasmedge_image_load_${ending}_to_${type.toLowerCase()}`, format, type })),
);

/**
 * `wasmedge_image` as wasmedge_tensorflow_interface 0.3 calls it, and under other names as 0.2 does: a picture out of the guest's memory,
 * stretched to a size, as packed pixels.
 */
export const wasmedgeImage: HostModule = {
  name: "wasmedge_image",
  functions: ["load_jpg", "load_png", ...LEGACY.map(({ name }) => name)],
  create(context) {
    const state = guestState(context);
    const loadWith =
      (format: ImageFormat) =>
      (bytes?: number, length?: number, width?: number, height?: number, type?: number, to?: number, room?: number) => {
        const kind = PIXEL_TYPES[type! >>> 0];
        if (kind === undefined) throw new NnError("invalid-argument", `pixels of type ${type! >>> 0}`);
        load(
          state,
          { format, bytes: bytes!, length: length!, width: width! >>> 0, height: height! >>> 0, kind },
          to!,
          room!,
        );
      };
    return answering(IMAGE, state, {
      load_jpg: loadWith("jpeg"),
      load_png: loadWith("png"),
      ...Object.fromEntries(
        LEGACY.map(({ name, format, type: kind }) => [
          name,
          // The guest has made room for what it asks for, and does not say how much that is.
          (bytes?: number, length?: number, width?: number, height?: number, to?: number) =>
            load(
              state,
              { format, bytes: bytes!, length: length!, width: width! >>> 0, height: height! >>> 0, kind },
              to!,
              null,
            ),
        ]),
      ),
    });
  },
};

interface Asked {
  readonly format: ImageFormat;
  readonly bytes: number;
  readonly length: number;
  readonly width: number;
  readonly height: number;
  readonly kind: PixelType;
}

/** @param room bytes at `to`; null: as many as it takes */
function load({ memory, context, log }: GuestState, asked: Asked, to: number, room: number | null): void {
  const { format, width, height, kind } = asked;
  const size = pixelBytes(width, height, kind);
  if (size > 0xffff_ffff) throw new NnError("too-large", `${width}x${height} pixels are more than any memory holds`);
  const picture = memory.bytes(asked.bytes, asked.length);
  memory.bytes(to, room ?? size);
  if (room !== null && room >>> 0 < size) {
    throw new NnError("invalid-argument", `${width}x${height} pixels take ${size} bytes, the buffer has ${room >>> 0}`);
  }
  const result = decodeImage({ format, bytes: picture, width, height, type: kind, maxBytes: context.memoryBytes });
  if ("failure" in result) {
    throw new NnError(result.failure === "too-large" ? "too-large" : "invalid-encoding", result.message);
  }
  if (result.warning !== "") log.say(`${IMAGE.name}: ${format}`, result.warning);
  memory.write(to, result.pixels);
}
