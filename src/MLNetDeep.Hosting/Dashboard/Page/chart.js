// A chart with curves over epochs, drawn as SVG.

import { number } from "./format.js";

const height = 250;
const margin = { top: 10, right: 14, bottom: 40, left: 58 };
const svgNamespace = "http://www.w3.org/2000/svg";

export class Chart {
  /**
   * Creates a chart.
   * @param {string} title The title.
   * @param {Record<string, string>} names The names of the curves by their kinds, which are CSS classes.
   */
  constructor(title, names) {
    this.title = title;
    this.figure = document.createElement("figure");
    this.figure.hidden = true;
    const heading = document.createElement("h3");
    heading.textContent = title;
    this.svg = svgElement("svg", { role: "img" });
    this.caption = document.createElement("figcaption");
    this.legend = document.createElement("ul");
    this.legend.className = "legend";
    this.figure.append(heading, this.legend, this.svg, this.caption);
    this.names = names;
    this.pointerX = null;
    this.svg.addEventListener("pointermove", (event) => this.point(event.clientX - this.svg.getBoundingClientRect().left));
    this.svg.addEventListener("pointerdown", (event) => this.point(event.clientX - this.svg.getBoundingClientRect().left));
    this.svg.addEventListener("pointerleave", () => this.point(null));
    new ResizeObserver(() => this.draw()).observe(this.svg);
  }

  /**
   * Draws curves. Points are [epoch, value, text of the epoch].
   * @param {{kind: string, points: number[][]}[]} curves The curves; empty ones are left out.
   * @param {{logarithmic?: boolean, kept?: number[]}} options Whether the axis of the values is logarithmic, and a point to mark.
   */
  update(curves, options = {}) {
    this.curves = curves.filter((curve) => curve.points.length > 0);
    this.options = options;
    this.figure.hidden = this.curves.length === 0;
    this.draw();
  }

  point(x) {
    this.pointerX = x;
    this.draw();
  }

  draw() {
    const width = this.svg.clientWidth;
    if (!this.curves || this.curves.length === 0 || width === 0) {
      return;
    }
    const all = this.curves.flatMap((curve) => curve.points);
    const logarithmic = this.options.logarithmic === true && all.every((point) => point[1] > 0);
    const xs = all.map((point) => point[0]);
    const x = scale([Math.min(0, ...minmax(xs)), Math.max(minmax(xs)[1], 1e-9)], [margin.left, width - margin.right]);
    const y = valueScale(minmax(all.map((point) => point[1])), logarithmic);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.replaceChildren(...axes(x, y, width), ...this.curves.flatMap((curve) => draw(curve, x, y)), ...this.mark(x, y));
    this.drawLegend();
    this.describe(x);
  }

  // The epoch whose weights are the best.
  mark(x, y) {
    const kept = this.options.kept;
    return kept ? [svgElement("circle", { class: "kept", cx: x.of(kept[0]), cy: y.of(kept[1]), r: 5 })] : [];
  }

  drawLegend() {
    const kinds = [...this.curves.map((curve) => curve.kind), ...(this.options.kept ? ["kept"] : [])];
    if (this.legend.dataset.kinds === kinds.join()) {
      return;
    }
    this.legend.dataset.kinds = kinds.join();
    this.legend.replaceChildren(...kinds.map((kind) => {
      const item = document.createElement("li");
      const line = svgElement("svg", { viewBox: "0 0 24 10", "aria-hidden": "true" });
      line.append(kind === "kept"
        ? svgElement("circle", { class: kind, cx: 12, cy: 5, r: 4 })
        : svgElement("line", { class: `curve ${kind}`, x1: 0, x2: 24, y1: 5, y2: 5 }));
      item.append(line, this.names[kind]);
      return item;
    }));
  }

  // Writes the last values, or those under the pointer, below the chart.
  describe(x) {
    const at = this.pointerX === null ? null : x.invert(this.pointerX);
    const main = this.curves.filter((curve) => curve.kind !== "batches");
    const shown = main.length > 0 ? main : this.curves;
    const points = shown.map((curve) => [this.names[curve.kind], at === null ? curve.points.at(-1) : nearest(curve.points, at)]);
    const text = points.map(([name, point]) => `${name.toLowerCase()} ${number(point[1])}`).join(", ");
    this.caption.textContent = `${points[0][1][2]}: ${text}`;
    if (at === null) {
      this.svg.setAttribute("aria-label", `${this.title}. ${this.caption.textContent}`);
    } else {
      const line = x.of(points[0][1][0]);
      this.svg.append(svgElement("line", { class: "cursor", x1: line, x2: line, y1: margin.top, y2: height - margin.bottom }));
    }
  }
}

function draw(curve, x, y) {
  const path = curve.points.map((point, i) => `${i === 0 ? "M" : "L"}${x.of(point[0]).toFixed(1)} ${y.of(point[1]).toFixed(1)}`);
  const line = svgElement("path", { class: `curve ${curve.kind}`, d: path.join("") });
  const points = curve.kind === "batches" || curve.points.length > 40 ? [] : curve.points.map((point) =>
    svgElement("circle", { class: `point ${curve.kind}`, cx: x.of(point[0]), cy: y.of(point[1]), r: 2.5 }));
  return [line, ...points];
}

function axes(x, y, width) {
  const elements = [];
  for (const tick of y.ticks) {
    const at = y.of(tick);
    elements.push(svgElement("line", { class: "grid", x1: margin.left, x2: width - margin.right, y1: at, y2: at }));
    elements.push(textElement(number(tick), { x: margin.left - 6, y: at + 4, "text-anchor": "end" }));
  }
  const bottom = height - margin.bottom;
  for (const tick of niceTicks(x.domain, Math.max(2, Math.floor(width / 90)))) {
    const at = x.of(tick);
    elements.push(svgElement("line", { class: "axis", x1: at, x2: at, y1: bottom, y2: bottom + 4 }));
    elements.push(textElement(number(tick), { x: at, y: bottom + 18, "text-anchor": "middle" }));
  }
  elements.push(svgElement("line", { class: "axis", x1: margin.left, x2: width - margin.right, y1: bottom, y2: bottom }));
  elements.push(textElement("Epoch", { x: (margin.left + width - margin.right) / 2, y: height - 4, "text-anchor": "middle" }));
  return elements;
}

function valueScale([low, high], logarithmic) {
  const range = [height - margin.bottom, margin.top];
  if (logarithmic) {
    const inner = scale([Math.log10(low) - 0.02, Math.log10(high) + 0.02], range);
    return { of: (value) => inner.of(Math.log10(value)), ticks: logarithmicTicks(low, high) };
  }
  const space = high > low ? 0.04 * (high - low) : Math.max(0.5, Math.abs(high) / 2);
  const domain = [low - space, high + space];
  return { of: scale(domain, range).of, ticks: niceTicks(domain, 5) };
}

function scale(domain, range) {
  const factor = (range[1] - range[0]) / (domain[1] - domain[0]);
  return {
    domain,
    of: (value) => range[0] + (factor * (value - domain[0])),
    invert: (position) => domain[0] + ((position - range[0]) / factor),
  };
}

// Multiples of 1, 2 or 5 times a power of 10 within the domain.
function niceTicks([low, high], count) {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw);
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

function logarithmicTicks(low, high) {
  const decades = Math.log10(high / low);
  const factors = decades > 4 ? [1] : decades > 1.5 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 8];
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    ticks.push(...factors.map((factor) => Number((factor * (10 ** power)).toPrecision(12))));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

function minmax(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function nearest(points, x) {
  return points.reduce((best, point) => (Math.abs(point[0] - x) < Math.abs(best[0] - x) ? point : best));
}

function svgElement(name, attributes) {
  const element = document.createElementNS(svgNamespace, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value);
  }
  return element;
}

function textElement(text, attributes) {
  const element = svgElement("text", { class: "tick", ...attributes });
  element.textContent = text;
  return element;
}
