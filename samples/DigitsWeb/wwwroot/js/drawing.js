// The strokes of a drawing, and the drawing area that shows them. Points are [x, y] from 0 to 1.

const INK = 0.045;

export class Drawing {
  #canvas;
  #changed;
  #strokes = [];

  /** The pen that the keyboard moves, { x, y, down }; null to show none. */
  pen = null;

  constructor(canvas, changed) {
    this.#canvas = canvas;
    this.#changed = changed;
    new ResizeObserver(() => this.show()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.show());
  }

  get strokes() {
    return this.#strokes;
  }

  begin(point) {
    this.#strokes.push([point]);
    this.#update();
  }

  extend(points) {
    this.#strokes.at(-1)?.push(...points);
    this.#update();
  }

  undo() {
    this.#strokes.pop();
    this.#update();
  }

  clear() {
    this.#strokes = [];
    this.#update();
  }

  show() {
    const canvas = this.#canvas;
    const size = Math.round(canvas.clientWidth * devicePixelRatio);
    if (canvas.width !== size) {
      canvas.width = canvas.height = size;
    }

    const context = canvas.getContext('2d');
    context.clearRect(0, 0, size, size);
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineCap = context.lineJoin = 'round';
    context.lineWidth = INK * size;
    for (const stroke of this.#strokes) {
      context.beginPath();
      context.moveTo(stroke[0][0] * size, stroke[0][1] * size);
      stroke.forEach(([x, y]) => context.lineTo(x * size, y * size));
      context.stroke();
    }

    if (this.pen) {
      context.lineWidth = 2 * devicePixelRatio;
      context.beginPath();
      context.arc(this.pen.x * size, this.pen.y * size, (this.pen.down ? 0.5 : 1) * INK * size, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  #update() {
    this.show();
    this.#changed();
  }
}
