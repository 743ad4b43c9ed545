// Turns strokes into the picture that the network sees, as the pictures of MNIST were made: the ink is scaled to fit 20 x 20 pixels
// with its aspect kept, drawn with smooth edges, and put so that its centre of mass is the middle of 28 x 28 pixels.

export const SIDE = 28;
const BOX = 20;

/** The width of the pen in pixels: with it, the strokes of a digit have about as much ink as those of MNIST. */
export const PEN = 2.4;

// Drawings smaller than this share of the drawing area are not enlarged any more, so a dot stays a dot.
const SMALLEST = 0.1;

/**
 * Returns the 784 pixels of a drawing, row by row, from 0 for the background to 255 for ink.
 * @param strokes the strokes: arrays of points [x, y], y downward, in any unit whose 1 is the side of the drawing area
 */
export function toPixels(strokes, pen = PEN) {
  const points = strokes.flat();
  if (points.length === 0) {
    return new Array(SIDE * SIDE).fill(0);
  }

  const [left, right] = range(points.map(point => point[0]));
  const [top, bottom] = range(points.map(point => point[1]));
  const scale = (BOX - pen) / Math.max(right - left, bottom - top, SMALLEST);
  const place = (dx, dy) => strokes.map(stroke => stroke.map(([x, y]) =>
    [(x - (left + right) / 2) * scale + dx, (y - (top + bottom) / 2) * scale + dy]));

  // Drawn once to find the centre of mass, and again where it belongs.
  const middle = SIDE / 2;
  const [x, y] = centreOfMass(draw(place(middle, middle), pen));
  return draw(place(2 * middle - x, 2 * middle - y), pen).map(share => Math.round(255 * share));
}

/** Returns the centre of mass [x, y] of pixels whose centres are at 0.5, 1.5, ... */
export function centreOfMass(pixels) {
  let sum = 0, x = 0, y = 0;
  pixels.forEach((value, i) => {
    sum += value;
    x += value * (i % SIDE + 0.5);
    y += value * (Math.floor(i / SIDE) + 0.5);
  });
  return [x / sum, y / sum];
}

// The ink of a pixel falls from 1 to 0 within one pixel at the edge of the pen: the share of the pixel that a straight edge covers.
function draw(strokes, pen) {
  const reach = pen / 2 + 0.5;
  const first = value => Math.max(0, Math.floor(value - reach));
  const last = value => Math.min(SIDE - 1, Math.floor(value + reach));
  const pixels = new Array(SIDE * SIDE).fill(0);
  for (const stroke of strokes) {
    stroke.forEach((b, i) => {
      const a = stroke[Math.max(i - 1, 0)];
      for (let row = first(Math.min(a[1], b[1])); row <= last(Math.max(a[1], b[1])); row++) {
        for (let column = first(Math.min(a[0], b[0])); column <= last(Math.max(a[0], b[0])); column++) {
          const ink = Math.min(1, reach - distanceTo(a, b, column + 0.5, row + 0.5));
          pixels[row * SIDE + column] = Math.max(pixels[row * SIDE + column], ink);
        }
      }
    });
  }

  return pixels;
}

function distanceTo([ax, ay], [bx, by], x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

function range(values) {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}
