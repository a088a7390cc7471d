// Lines of equal height of values on a grid, by marching squares.

/** Where a level is crossed between two corners, as a share of the way. */
const share = (a, b, level) => (level - a) / (b - a);

/**
 * Pieces of the lines where values, side × side row by row, have a level: [x0, y0, x1, y1] in squares from the first centre.
 */
export function contour(values, side, level) {
  const lines = [];
  for (let y = 0; y + 1 < side; y++) {
    for (let x = 0; x + 1 < side; x++) {
      const i = y * side + x;
      const [a, b, c, d] = [values[i], values[i + 1], values[i + side + 1], values[i + side]];
      const ends = [];
      if (a > level !== b > level) ends.push([x + share(a, b, level), y]);
      if (b > level !== c > level) ends.push([x + 1, y + share(b, c, level)]);
      if (d > level !== c > level) ends.push([x + share(d, c, level), y + 1]);
      if (a > level !== d > level) ends.push([x, y + share(a, d, level)]);
      for (let e = 0; e + 1 < ends.length; e += 2) lines.push([...ends[e], ...ends[e + 1]]);
    }
  }
  return lines;
}
