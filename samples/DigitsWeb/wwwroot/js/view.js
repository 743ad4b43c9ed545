// Shows predictions and pictures.

import { SIDE } from './raster.js';

const [result, winner, announcement, bars, seen, maps] =
  ['result', 'winner', 'announcement', 'bars', 'seen', 'maps'].map(id => document.getElementById(id));
const ANNOUNCEMENT_PAUSE = 600;
let announcing = 0;

/** Has a screen reader say a text, unless another one follows soon. */
export function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => announcement.textContent = text, ANNOUNCEMENT_PAUSE);
}

/** Says that the prediction shown is no longer that of the drawing. */
export function awaitPrediction() {
  result.setAttribute('aria-busy', 'true');
}

/** Shows a prediction; null for none. */
export function showPrediction(prediction) {
  result.setAttribute('aria-busy', 'false');
  winner.textContent = prediction?.digit ?? '?';
  [...bars.children].forEach((row, digit) => {
    const share = prediction?.probabilities[digit] ?? 0;
    row.classList.toggle('best', prediction?.digit === digit);
    row.querySelector('.fill').style.transform = `scaleX(${share})`;
    row.querySelector('.share').textContent = prediction ? `${(100 * share).toFixed(1)}%` : '';
  });
  announce(prediction ? `${prediction.digit}, ${Math.round(100 * prediction.probabilities[prediction.digit])} percent` : '');
  showMaps(prediction?.activations);
}

/** Shows the pixels that the network gets. */
export function showPixels(pixels) {
  paint(seen, SIDE, SIDE, pixels);
}

function showMaps(activations) {
  if (!activations) {
    maps.replaceChildren();
    return;
  }

  while (maps.children.length < activations.maps.length) {
    const map = document.createElement('canvas');
    map.className = 'pixels';
    maps.append(map);
  }

  activations.maps.forEach((map, i) =>
    paint(maps.children[i], activations.width, activations.height, Uint8Array.from(atob(map), letter => letter.charCodeAt(0))));
}

function paint(canvas, width, height, values) {
  // To set the size of a canvas, even to the same one, makes a new canvas of it.
  if (canvas.width !== width || canvas.height !== height) {
    [canvas.width, canvas.height] = [width, height];
  }

  const image = new ImageData(width, height);
  values.forEach((value, i) => {
    const at = 4 * i;
    image.data[at] = image.data[at + 1] = image.data[at + 2] = value;
    image.data[at + 3] = 255;
  });
  canvas.getContext('2d', { willReadFrequently: true }).putImageData(image, 0, 0);
}

for (let digit = 0; digit < 10; digit++) {
  const row = document.createElement('li');
  for (const [name, text] of [['digit', digit], ['track', ''], ['share', '']]) {
    const part = document.createElement('span');
    part.className = name;
    part.textContent = text;
    row.append(part);
  }

  const fill = document.createElement('div');
  fill.className = 'fill';
  row.querySelector('.track').append(fill);
  bars.append(row);
}
