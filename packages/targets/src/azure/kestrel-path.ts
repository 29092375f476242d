/**
 * Kestrel decodes a path, but for slashes and for what is no UTF-8, which stays as it is:
 * https://github.com/dotnet/aspnetcore, src/Shared/UrlDecoder/UrlDecoder.cs
 */
export function decodePath(path: string): string {
  return path
    .split(/(%2F)/i)
    .map((part) => (/^%2F$/i.test(part) ? part : part.replace(/(?:%[\da-f]{2})+/gi, decode)))
    .join("");
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** `PathString.ToUriComponent` encodes it again, but for what a path may hold and what looks encoded. */
export function encodePath(path: string): string {
  return path.replace(/%[\da-f]{2}|[^\w\-.~!$&'()*+,;=:@/]+/gi, (text) =>
    /^%[\da-f]{2}$/i.test(text) ? text : encodeURIComponent(text),
  );
}
