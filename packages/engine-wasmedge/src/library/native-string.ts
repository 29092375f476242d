import { koffi } from "./native.ts";
import type { GivenString, ReturnedString } from "./open-library.ts";

/** A string as the C API takes it. Whoever makes it keeps it as long as the call may use it. */
export function toNativeString(text: string): GivenString {
  const Buf = Buffer.from(`${text}\0`);
  return { Length: Buf.length - 1, Buf };
}

/** The text of a string that the C API returned. */
export function fromNativeString({ Length, Buf }: ReturnedString): string {
  return Length === 0 ? "" : Buffer.from(koffi.view(Buf, Length)).toString();
}
