// A sheet of paper to write a character on with a mouse, a pen or a finger.

const PAPER = "#fff";
const INK = "#111";

/**
 * Makes a canvas one that can be drawn on.
 * @param onDrawn called with the picture as a PNG file after each stroke
 * @returns what clears it
 */
export function makeDrawable(canvas, onDrawn) {
  const context = canvas.getContext("2d");
  context.lineCap = "round";
  context.lineJoin = "round";
  context.lineWidth = canvas.width / 12;
  let last = null;

  function clear() {
    context.fillStyle = PAPER;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }

  /** The canvas may be shown smaller than it is. */
  function toPoint(event) {
    const scale = canvas.width / canvas.clientWidth;
    return [event.offsetX * scale, event.offsetY * scale];
  }

  function draw(event) {
    const point = toPoint(event);
    context.strokeStyle = INK;
    context.beginPath();
    context.moveTo(...last);
    context.lineTo(...point);
    context.stroke();
    last = point;
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = toPoint(event);
    draw(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (last) draw(event);
  });
  for (const type of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(type, () => {
      if (!last) return;
      last = null;
      canvas.toBlob((blob) => onDrawn(new File([blob], "drawing.png", { type: "image/png" })));
    });
  }
  clear();
  return clear;
}
