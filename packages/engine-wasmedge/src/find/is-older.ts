/** Compares releases such as `0.14.1`; what a `-` sets off does not count. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.-]/).slice(0, 3).map(Number)) as [number[], number[]];
  for (const [index, number] of b.entries()) if (a[index] !== number) return (a[index] ?? 0) < number;
  return false;
}
