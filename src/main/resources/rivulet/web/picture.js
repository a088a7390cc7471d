// Images on canvases, one canvas pixel per pixel; style.css shows them enlarged and sharp.
import { viridis } from './colour.js';

/** Bytes of a text in base64. */
export const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** A canvas of so many pixels, shown `scale` times as large, with words for those who cannot see it. */
export function canvas(width, height, scale, words) {
  const made = document.createElement('canvas');
  made.className = 'pixels';
  made.width = width;
  made.height = height;
  made.style.width = `${width * scale}px`;
  made.setAttribute('role', 'img');
  made.setAttribute('aria-label', words);
  return made;
}

/** Draws image `n` of planar 8-bit images with one or three channels at a place of a canvas. */
export function drawImage(context, pixels, { channels, height, width }, n, left = 0, top = 0) {
  const data = new ImageData(width, height);
  const plane = width * height;
  const start = n * channels * plane;
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) data.data[4 * i + c] = pixels[start + (channels === 3 ? c * plane : 0) + i];
    data.data[4 * i + 3] = 255;
  }
  context.putImageData(data, left, top);
}

/** Draws images in rows, one pixel apart. Returns {width, height, columns} of the grid in pixels. */
export function gridSize({ height, width }, count) {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  return { columns, width: columns * (width + 1) - 1, height: rows * (height + 1) - 1 };
}

export function drawGrid(context, pixels, shape, count) {
  const { columns } = gridSize(shape, count);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  for (let n = 0; n < count; n++) {
    const left = (n % columns) * (shape.width + 1);
    drawImage(context, pixels, shape, n, left, Math.floor(n / columns) * (shape.height + 1));
  }
}

/** Draws values, row by row, by a colour map; what is no number becomes transparent. */
export function drawHeat(context, values, width, height, low, high, colours = viridis) {
  const data = new ImageData(width, height);
  const span = high > low ? high - low : 1;
  for (let i = 0; i < width * height; i++) {
    if (values[i] === null || !Number.isFinite(values[i])) continue;
    const [r, g, b] = colours((values[i] - low) / span);
    data.data.set([r, g, b, 255], 4 * i);
  }
  context.putImageData(data, 0, 0);
}

/** The pixel of a canvas under a pointer: {x, y}, or null outside. */
export function pixelAt(made, event) {
  const box = made.getBoundingClientRect();
  const x = Math.floor(((event.clientX - box.left) / box.width) * made.width);
  const y = Math.floor(((event.clientY - box.top) / box.height) * made.height);
  return x >= 0 && y >= 0 && x < made.width && y < made.height ? { x, y } : null;
}
