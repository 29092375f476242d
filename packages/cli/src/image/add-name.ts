/** Several images need several names in a registry: `ghcr.io/ada/app:1` becomes `ghcr.io/ada/app/hello:1`. */
export function addName(reference: string, name: string): string {
  return reference.replace(/(?=[:@][^/]*$)/, `/${name}`);
}
