import { Drawing } from './drawing.js';
import { drawWithKeyboard } from './keyboard.js';
import { drawWithPointer } from './pointer.js';
import { Predictor } from './predictor.js';
import { toPixels } from './raster.js';
import { followTraining } from './training.js';
import { announce, awaitPrediction, showPixels, showPrediction } from './view.js';

const [pad, undo, clear, message] = ['pad', 'undo', 'clear', 'message'].map(id => document.getElementById(id));
const predictor = new Predictor(showPrediction, text => message.textContent = text);
const drawing = new Drawing(pad, scheduleUpdate);
let scheduled = false;

// Once per frame, however many points it brings.
function scheduleUpdate() {
  if (!scheduled) {
    scheduled = true;
    awaitPrediction();
    requestAnimationFrame(update);
  }
}

function update() {
  scheduled = false;
  const isEmpty = drawing.strokes.length === 0;
  const pixels = toPixels(drawing.strokes);
  showPixels(pixels);
  predictor.ask(isEmpty ? null : pixels);
  if (isEmpty) {
    showPrediction(null);
  }
}

undo.addEventListener('click', () => drawing.undo());
clear.addEventListener('click', () => drawing.clear());
drawWithPointer(pad, drawing);
drawWithKeyboard(pad, drawing, announce);
followTraining(scheduleUpdate);
update();
