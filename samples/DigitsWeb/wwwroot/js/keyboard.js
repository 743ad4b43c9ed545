// Draws with the keyboard: arrow keys move a pen, space puts it down and lifts it.

const STEP = 1 / 24;
const SMALL_STEP = 1 / 96;

const MOVES = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  Home: [-1, -1], PageUp: [1, -1], End: [-1, 1], PageDown: [1, 1],
};

export function drawWithKeyboard(canvas, drawing, announce) {
  const pressed = new Set();
  const pen = { x: 0.5, y: 0.5, down: false };

  const lift = () => {
    pen.down = false;
    pressed.clear();
  };

  const move = small => {
    const step = small ? SMALL_STEP : STEP;
    const [dx, dy] = [...pressed].map(key => MOVES[key]).reduce(([ax, ay], [bx, by]) => [ax + bx, ay + by]);
    pen.x = clamp(pen.x + Math.sign(dx) * step);
    pen.y = clamp(pen.y + Math.sign(dy) * step);
    if (pen.down) {
      drawing.extend([[pen.x, pen.y]]);
    }
  };

  const act = event => {
    if (event.key in MOVES) {
      pressed.add(event.key);
      move(event.shiftKey);
    } else if (event.key === ' ') {
      if (!event.repeat) {
        pen.down = !pen.down;
        if (pen.down) {
          drawing.begin([pen.x, pen.y]);
        }

        announce(pen.down ? 'Pen down' : 'Pen up');
      }
    } else if (event.key === 'Backspace' || (event.key === 'z' && (event.ctrlKey || event.metaKey))) {
      lift();
      drawing.undo();
    } else if (event.key === 'Delete') {
      lift();
      drawing.clear();
    } else {
      return false;
    }

    return true;
  };

  canvas.addEventListener('keydown', event => {
    if (!event.altKey && act(event)) {
      event.preventDefault();
      drawing.pen = pen;
      drawing.show();
    }
  });
  canvas.addEventListener('keyup', event => pressed.delete(event.key));
  canvas.addEventListener('blur', () => {
    lift();
    drawing.pen = null;
    drawing.show();
  });
  canvas.addEventListener('pointerdown', lift);
}

function clamp(value) {
  return Math.min(0.98, Math.max(0.02, value));
}
