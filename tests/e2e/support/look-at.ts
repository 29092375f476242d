import type { Page } from "playwright-core";

/** What the browser itself sees of a picture that is shown: its size, and pixels that have a colour, of all. */
export function lookAt(page: Page, selector: string) {
  return page.locator(selector).evaluate(async (element) => {
    const image = element as HTMLImageElement;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let coloured = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) coloured++;
    }
    return { width: canvas.width, height: canvas.height, coloured, shades: new Set(data).size };
  });
}
