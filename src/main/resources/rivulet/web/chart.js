// Lines over an axis: log scale, smoothing, a cursor by mouse, touch and arrow keys, and the numbers as a table.
import { element, table } from './controls.js';
import { count, linear, logarithmic, short } from './scale.js';

const SVG = 'http://www.w3.org/2000/svg';
const DASHES = ['', '8 3', '3 2.5', '10 3 2 3', '14 4', '1.5 3'];
const ROWS = 200;
const BUCKETS = 600;
/** Height of a chart that has no lines yet. */
const EMPTY = 60;
/** Share of raw values at either end that may leave the drawing, so that spikes do not rule. */
const OUTLIERS = 0.01;

/** An element of SVG. */
export function drawn(name, attributes, text = '') {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

/** Where the middle of a tick's text is, so that its end is not cut off at the right edge. */
export const inside = (at, text, width) => Math.min(at, width - 1 - 4.2 * text.length);

/** A mean whose weights fall by e over `window` values; gaps stay gaps, and it starts unbiased. */
export function smooth(y, window) {
  const keep = Math.exp(-1 / Math.max(window, 1e-3));
  let sum = 0;
  let weight = 0;
  return y.map((value) => {
    if (value === null) return null;
    sum = keep * sum + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return sum / weight;
  });
}

/** At most two points for each of some hundred pieces, its lowest and highest, in their order. */
function thin(x, y) {
  if (x.length <= 2 * BUCKETS) return x.map((_, i) => i);
  const kept = [];
  for (let b = 0; b < BUCKETS; b++) {
    const [from, to] = [b, b + 1].map((i) => Math.floor((i * x.length) / BUCKETS));
    let [low, high] = [from, from];
    for (let i = from; i < to; i++) {
      if (y[i] < y[low]) low = i;
      if (y[i] > y[high]) high = i;
    }
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  return kept;
}

export class LineChart {
  #series = [];
  #cursor = null;
  #rest = null;
  #log = false;
  #window = 0;
  #words;
  #xText;
  #svg = drawn('svg', { tabindex: 0, role: 'img' });
  #readout = element('output', { className: 'readout' });
  #details = element('details', {}, element('summary', {}, 'Table'));

  /** `title`, `xLabel`, `yLabel` are words, `xText` writes a place on the axis; `id` names the figure for links and tests. */
  constructor({ id, title, xLabel, yLabel, xText = count }) {
    this.#words = { title, xLabel, yLabel };
    this.#xText = xText;
    const body = element('div', { className: 'chart' });
    body.append(this.#svg);
    this.element = element('figure', { className: 'panel', id }, element('h3', {}, title), this.#readout, body, this.#details);
    this.#svg.addEventListener('pointermove', (event) => this.#point(event.offsetX));
    this.#svg.addEventListener('pointerleave', () => this.#move(null));
    this.#svg.addEventListener('keydown', (event) => this.#key(event));
    this.#details.addEventListener('toggle', () => this.#tabulate());
    new ResizeObserver(() => this.#draw()).observe(body);
  }

  /**
   * Shows lines: {name, x, y, colour, dash}, x ascending, y with null for gaps; colour and dash are numbers from 0.
   */
  set series(all) {
    this.#series = all.map((line) => ({ ...line, smooth: this.#window > 0 ? smooth(line.y, this.#window) : line.y }));
    this.#draw();
    this.#tabulate();
  }

  /** A logarithmic axis, where all values allow it. */
  set log(on) {
    this.#log = on;
    this.#draw();
  }

  /** Values over which lines are smoothed; 0 shows them as they are. */
  set window(values) {
    this.#window = values;
    this.series = this.#series;
  }

  /** Where lines are read while no pointer is over them; null: where they end. */
  set rest(x) {
    this.#rest = x;
    this.#read();
  }

  get #place() {
    return this.#cursor ?? this.#rest;
  }

  #range() {
    let [low, high] = [Infinity, -Infinity];
    for (const { y, smooth: mean } of this.#series) {
      for (const values of new Set([y, mean])) {
        const sorted = values.filter((v) => v !== null).sort((a, b) => a - b);
        const cut = Math.floor(OUTLIERS * sorted.length);
        if (sorted.length === 0) continue;
        low = Math.min(low, sorted[cut]);
        high = Math.max(high, sorted[sorted.length - 1 - cut]);
      }
    }
    return [low, high];
  }

  #axes(width, height) {
    const first = Math.min(...this.#series.map(({ x }) => x[0]));
    const last = Math.max(...this.#series.map(({ x }) => x[x.length - 1]));
    const [low, high] = this.#range();
    const logged = this.#log && low > 0;
    const y = (logged ? logarithmic : linear)(low, high, height - 34, 10, 4);
    const letters = Math.max(...y.ticks.map(({ text }) => text.length), 3);
    const left = 12 + 7 * letters;
    return { x: linear(first, last, left, width - 12, Math.max(2, width / 90)), y, left };
  }

  #draw() {
    const width = this.#svg.parentElement.clientWidth;
    const height = this.#series.length === 0 ? EMPTY : Math.round(Math.min(260, Math.max(190, width * 0.5)));
    this.#svg.replaceChildren();
    this.#svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.#svg.setAttribute('aria-label', this.#description());
    this.axes = null;
    if (width > 0 && this.#series.length > 0) {
      this.axes = { ...this.#axes(width, height), width, height };
      this.#frame();
      this.#lines();
    } else if (width > 0) {
      this.#svg.append(drawn('text', { x: width / 2, y: height / 2, 'text-anchor': 'middle' }, 'nothing yet'));
    }
    this.#read();
  }

  #frame() {
    const { x, y, left, width, height } = this.axes;
    const label = (px, py, anchor, text) => drawn('text', { x: px, y: py, 'text-anchor': anchor }, text);
    for (const { value, text } of y.ticks) {
      this.#svg.append(drawn('line', { class: 'grid', x1: left, x2: width - 12, y1: y.at(value), y2: y.at(value) }));
      this.#svg.append(label(left - 6, y.at(value) + 4, 'end', text));
    }
    for (const { value } of x.ticks) {
      const text = this.#xText(value);
      this.#svg.append(label(inside(x.at(value), text, width), height - 18, 'middle', text));
    }
    this.#svg.append(drawn('line', { class: 'axis', x1: left, x2: width - 12, y1: height - 34, y2: height - 34 }));
    this.#svg.append(label(width - 12, height - 3, 'end', this.#words.xLabel));
    this.#svg.append(label(0, height - 3, 'start', this.#words.yLabel));
  }

  #lines() {
    const { left, width, height } = this.axes;
    const clip = `clip-${this.element.id}`;
    const clipped = drawn('clipPath', { id: clip });
    clipped.append(drawn('rect', { x: left, y: 0, width: Math.max(0, width - 10 - left), height: height - 33 }));
    const lines = drawn('g', { 'clip-path': `url(#${clip})` });
    for (const line of this.#series) {
      if (line.smooth !== line.y) lines.append(this.#path(line, line.y, 'faint'));
      lines.append(this.#path(line, line.smooth, ''));
    }
    this.#svg.append(clipped, lines);
  }

  #path({ x, colour, dash }, y, style) {
    const { axes } = this;
    let pen = 'M';
    let d = '';
    let alone = '';
    for (const i of thin(x, y)) {
      if (y[i] === null || (this.#log && y[i] <= 0)) {
        pen = 'M';
        continue;
      }
      alone = `${axes.x.at(x[i]).toFixed(1)} ${axes.y.at(y[i]).toFixed(1)}`;
      d += pen + alone;
      pen = 'L';
    }
    if (d === `M${alone}`) return this.#dot(alone, colour);
    return drawn('path', {
      class: `line s${colour % 6} ${style}`,
      d,
      'stroke-dasharray': style ? '' : DASHES[dash % DASHES.length],
    });
  }

  /** A line of one point is no line. */
  #dot(place, colour) {
    const [cx, cy] = place.split(' ');
    return drawn('circle', { class: `f${colour % 6}`, cx, cy, r: 3.5 });
  }

  #point(px) {
    const box = this.#svg.getBoundingClientRect();
    if (this.axes) this.#move(this.axes.x.back((px / box.width) * this.axes.width));
  }

  /** The x of every line's points, together. */
  #places() {
    return [...new Set(this.#series.flatMap(({ x }) => x))].sort((a, b) => a - b);
  }

  #key(event) {
    const places = this.#places();
    if (places.length === 0) return;
    const at = this.#place === null ? places.length - 1 : Math.max(0, places.findIndex((x) => x >= this.#place));
    const far = Math.max(1, Math.round(places.length / 20));
    const steps = { ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at + far, PageDown: at - far, Home: 0, End: places.length - 1 };
    if (event.key === 'Escape') this.#move(null);
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.#move(places[Math.min(places.length - 1, Math.max(0, steps[event.key]))]);
  }

  #move(x) {
    this.#cursor = x;
    this.#read();
  }

  /** The point of a line next to where it is read, the last without such a place. */
  #nearest({ x }) {
    const place = this.#place;
    if (place === null) return x.length - 1;
    let [low, high] = [0, x.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (x[middle] < place) low = middle + 1;
      else high = middle;
    }
    return low > 0 && place - x[low - 1] < x[low] - place ? low - 1 : low;
  }

  #read() {
    this.#svg.querySelectorAll('.mark').forEach((old) => old.remove());
    const place = this.#place ?? Math.max(...this.#series.map(({ x }) => x[x.length - 1]));
    const spans = this.#series.map((line) => {
      const i = this.#nearest(line);
      this.#mark(line, i);
      const swatch = element('span', { className: 'swatch' });
      const stroke = drawn('svg', { viewBox: '0 0 26 9', 'aria-hidden': true });
      stroke.append(drawn('line', { class: `s${line.colour % 6}`, x1: 0, x2: 26, y1: 5, y2: 5, 'stroke-width': 2.5, 'stroke-dasharray': DASHES[line.dash % DASHES.length] }));
      swatch.append(stroke);
      // A line that ends elsewhere says where.
      const elsewhere = this.#xText(line.x[i]) === this.#xText(place) ? '' : ` at ${this.#xText(line.x[i])}`;
      return element('span', {}, swatch, `${line.name} ${short(line.y[i], 6)}${elsewhere}`);
    });
    const at = this.#series.length > 0 ? [element('span', { className: 'quiet' }, `${this.#words.xLabel} ${this.#xText(place)}`)] : [];
    this.#readout.replaceChildren(...spans, ...at);
  }

  #mark({ x, y, colour }, i) {
    if (this.#place === null || !this.axes || y[i] === null) return;
    const { axes } = this;
    const px = axes.x.at(x[i]);
    this.#svg.append(drawn('line', { class: 'mark cursor', x1: px, x2: px, y1: 10, y2: axes.height - 34 }));
    const shown = !(this.#log && y[i] <= 0);
    if (shown) this.#svg.append(drawn('circle', { class: `mark f${colour % 6}`, cx: px, cy: axes.y.at(y[i]), r: 3.5 }));
  }

  #description() {
    const { title, xLabel, yLabel } = this.#words;
    const parts = this.#series.map(({ name, y }) => `${name} from ${short(y[0])} to ${short(y[y.length - 1])}`);
    return `${title}: ${yLabel} over ${xLabel}. ${parts.join('; ')}. Arrow keys move the cursor.`;
  }

  /** The numbers, every so many where there are very many; the last is always there. */
  #tabulate() {
    if (!this.#details.open) return;
    const places = this.#places();
    const every = Math.ceil(places.length / ROWS);
    const rows = places
      .filter((_, i) => (places.length - 1 - i) % every === 0)
      .map((x) => [this.#xText(x), ...this.#series.map((line) => short(line.y[line.x.indexOf(x)], 6))]);
    const made = table(this.#words.title, [this.#words.xLabel, ...this.#series.map(({ name }) => name)], rows.reverse());
    this.#details.replaceChildren(this.#details.firstChild, made);
  }
}
