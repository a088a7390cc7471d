// The line: the density at a time of the flow, flow lines from noise to data, and the mass between two of them.
import { drawn, inside } from './chart.js';
import { element, slider } from './controls.js';
import { bytes } from './picture.js';
import { linear, short } from './scale.js';

/** Places in the drawing, from above: the density's top and foot, then the time of the data and of the noise. */
const ROWS = { top: 12, foot: 196, data: 248, noise: 452, height: 486 };
const RIGHT = 14;
const BARS = 48;

const floats = (text) => new Float32Array(bytes(text).buffer);
const path = (points) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
const label = (x, y, text, anchor = 'start') => drawn('text', { x, y, 'text-anchor': anchor }, text);

export class Line {
  /** What can be shown, by its key. */
  static layers = { lines: 'flow lines', mass: 'mass between two lines', known: 'p of the data', bars: 'held-out points' };
  static path = 'api/play/lines';
  static asked = { bands: 10, times: 17, grid: 257 };

  /** A picture of what the server tells. */
  static read(found) {
    const { update, left, right, times, between, least, most } = found;
    const places = floats(found.places);
    const density = floats(found.log_likelihood).map(Math.exp);
    const known = found.known ? floats(found.known).map(Math.exp) : null;
    return { update, left, right, times, between, least, most, places, density, known, masses: floats(found.masses), points: places.length / times.length };
  }

  #id;
  #words;
  #svg = drawn('svg', { tabindex: 0, role: 'img' });
  #still = drawn('g', {});
  #moving = drawn('g', {});
  #mass = element('output', { className: 'readout' });
  #drawn = { picture: null, data: null, course: null, layers: null };
  #axes = null;
  #band = 5;
  #time = 0;
  #stale = true;

  constructor(id, words, drop) {
    this.#id = id;
    this.#words = words;
    this.#svg.id = id;
    this.#mass.id = `${id}-mass`;
    const hatch = drawn('pattern', { id: `${id}-hatch`, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' });
    hatch.append(drawn('line', { x1: 0, y1: 0, x2: 0, y2: 6, class: 's1', 'stroke-width': 3 }));
    const clips = [['top', 0, ROWS.foot], ['low', ROWS.data, ROWS.noise - ROWS.data]].map(([name, y, height]) => {
      const clip = drawn('clipPath', { id: `${id}-${name}` });
      clip.append(drawn('rect', { x: 0, y, width: 4000, height }));
      return clip;
    });
    this.#svg.append(hatch, ...clips, this.#still, this.#moving);
    const chosen = slider('Mass between lines', {
      id: `${id}-band`,
      min: 1,
      max: Line.asked.bands,
      value: this.#band,
      shown: (v) => `${v - 1} and ${v}`,
      change: (v) => {
        this.#band = v;
        this.#lay();
      },
    });
    const body = element('div', { className: 'chart line-view' });
    body.append(this.#svg);
    const caption = 'Solid: the density of the flow at the time shown; dashed: that of the data; grey: held-out points. Below, between two lines there is always a tenth of the mass. Drag to follow a point there and back.';
    this.element = element('figure', { className: 'line-figure' }, body, element('figcaption', {}, caption), element('div', { className: 'controls' }, chosen), this.#mass);
    this.#listen(drop);
    new ResizeObserver(() => this.#lay()).observe(body);
  }

  #listen(drop) {
    const at = (event) => {
      const box = this.#svg.getBoundingClientRect();
      const scale = this.#axes.width / box.width;
      this.#drop(drop, this.#axes.x.back((event.clientX - box.left) * scale), (event.clientY - box.top) * scale);
    };
    this.#svg.addEventListener('pointerdown', (event) => {
      if (!this.#axes) return;
      this.#svg.setPointerCapture?.(event.pointerId);
      at(event);
    });
    this.#svg.addEventListener('pointermove', (event) => this.#axes && event.buttons && at(event));
    this.#svg.addEventListener('keydown', (event) => this.#key(event, drop));
  }

  /** A place below is one at its own time, one above at the time that is shown; the point is where it comes from. */
  #drop(drop, x, y) {
    const { picture } = this.#drawn;
    const time = y < ROWS.data ? this.#time : Math.min(1, (y - ROWS.data) / (ROWS.noise - ROWS.data));
    const { places } = this.#at(time);
    const j = Math.min(picture.points - 1, Math.max(1, places.findIndex((place) => place >= x)));
    const share = (x - places[j - 1]) / (places[j] - places[j - 1] || 1);
    const ends = this.#at(0).places;
    drop(ends[j - 1] + share * (ends[j] - ends[j - 1]));
  }

  /** Arrow keys move the followed point by a fortieth of the picture; Enter drops one in its middle. */
  #key(event, drop) {
    const moves = { ArrowLeft: -1, ArrowRight: 1, Enter: 0 };
    const { picture, course } = this.#drawn;
    if (!(event.key in moves) || !picture) return;
    event.preventDefault();
    const from = course ? course.there.places[0].x : (picture.left + picture.right) / 2;
    drop(from + (moves[event.key] * (picture.right - picture.left)) / 40);
  }

  show(picture, data, layers) {
    Object.assign(this.#drawn, { picture, data, layers });
    this.#lay();
  }

  set course(found) {
    this.#drawn.course = found;
    this.#lay();
  }

  /** Axes, and all that stands still. */
  #lay() {
    const { picture, layers } = this.#drawn;
    const width = this.#svg.parentElement?.clientWidth ?? 0;
    this.#svg.setAttribute('viewBox', `0 0 ${Math.max(1, width)} ${ROWS.height}`);
    this.#still.replaceChildren();
    this.#moving.replaceChildren();
    this.#axes = null;
    this.#stale = true;
    if (width === 0 || !picture) return this.describe();
    const last = picture.density.subarray(picture.density.length - picture.points);
    const heights = [picture.density.subarray(0, picture.points), last, picture.known ?? []];
    const high = 1.1 * Math.max(...heights.map((values) => values.reduce((m, v) => Math.max(m, v), 0)));
    const y = linear(0, high, ROWS.foot, ROWS.top, 4);
    const left = 14 + 7 * Math.max(...y.ticks.map(({ text }) => text.length));
    const x = linear(picture.left, picture.right, left, width - RIGHT, Math.max(3, width / 90));
    const t = linear(0, 1, ROWS.data, ROWS.noise, 4);
    this.#axes = { x, y, t, left, width };
    this.#frame();
    if (layers.bars) this.#bars();
    if (layers.known && picture.known) this.#known();
    if (layers.lines) this.#lines();
    this.#course();
    this.describe();
    this.draw(this.#time);
  }

  #frame() {
    const { x, y, t, left, width } = this.#axes;
    const line = (style, y0) => drawn('line', { class: style, x1: left, x2: width - RIGHT, y1: y0, y2: y0 });
    for (const { value, text } of y.ticks) this.#still.append(line('grid', y.at(value)), label(left - 6, y.at(value) + 4, text, 'end'));
    for (const { value, text } of t.ticks) this.#still.append(label(left - 6, t.at(value) + 4, text, 'end'));
    for (const { value, text } of x.ticks) {
      const at = inside(x.at(value), text, width);
      this.#still.append(label(at, ROWS.foot + 17, text, 'middle'), label(at, ROWS.noise + 17, text, 'middle'));
    }
    this.#still.append(
      line('axis', ROWS.foot),
      line('axis', ROWS.data),
      line('axis', ROWS.noise),
      label(4, ROWS.top + 4, 'p'),
      label(left, ROWS.data - 8, 'flow lines: data, t = 0'),
      label(left, ROWS.height - 2, 'noise, t = 1'),
      label(width - RIGHT, ROWS.height - 2, 'x', 'end'),
    );
  }

  #add(group, name, attributes, clip) {
    group.append(drawn(name, { ...attributes, 'clip-path': `url(#${this.#id}-${clip})` }));
  }

  #bars() {
    const { picture, data } = this.#drawn;
    const { x, y } = this.#axes;
    const width = (picture.right - picture.left) / BARS;
    const counts = new Array(BARS).fill(0);
    for (const value of data.x) {
      const bar = Math.floor((value - picture.left) / width);
      if (bar >= 0 && bar < BARS) counts[bar]++;
    }
    counts.forEach((n, i) => {
      if (n === 0) return;
      const top = y.at(n / (data.x.length * width));
      this.#add(this.#still, 'rect', { class: 'bars', x: x.at(picture.left + i * width), y: top, width: x.at(picture.left + width) - x.at(picture.left), height: ROWS.foot - top }, 'top');
    });
  }

  #known() {
    const { known, left, right } = this.#drawn.picture;
    const { x, y } = this.#axes;
    const points = Array.from(known, (p, i) => [x.at(left + ((right - left) * i) / (known.length - 1)), y.at(p)]);
    this.#add(this.#still, 'path', { class: 'curve s2', 'stroke-dasharray': '5 3', d: path(points) }, 'top');
  }

  /** The way of point j, from noise to data. */
  #way(j) {
    const { places, times, points } = this.#drawn.picture;
    return times.map((time, i) => [this.#axes.x.at(places[i * points + j]), this.#axes.t.at(time)]);
  }

  #lines() {
    const { between, points } = this.#drawn.picture;
    for (let j = between; j < points - 1; j += between) this.#add(this.#still, 'path', { class: 'curve thin s0', d: path(this.#way(j)) }, 'low');
  }

  #course() {
    const { course } = this.#drawn;
    if (!course) return;
    const { x, t } = this.#axes;
    const ways = [[course.there, 'curve s3', ''], [course.back, 'curve s1', '5 4']];
    for (const [way, style, dash] of ways) {
      this.#add(this.#still, 'path', { class: style, 'stroke-dasharray': dash, d: path(way.places.map((place) => [x.at(place.x), t.at(place.time)])) }, 'low');
    }
  }

  /** Places and densities at a time, between the two times next to it. */
  #at(time) {
    const { times, places, density, points } = this.#drawn.picture;
    const at = (1 - time) * (times.length - 1);
    const i = Math.min(times.length - 2, Math.floor(at));
    const mixed = (values) => Array.from({ length: points }, (_, j) => values[i * points + j] + (at - i) * (values[(i + 1) * points + j] - values[i * points + j]));
    return { places: mixed(places), density: mixed(density) };
  }

  /** Draws the picture at a time of the flow: 0 is data, 1 is noise. */
  draw(time) {
    if (!this.#axes || (!this.#stale && time === this.#time)) return void (this.#time = time);
    this.#time = time;
    this.#stale = false;
    this.#moving.replaceChildren();
    const { picture, layers } = this.#drawn;
    const { x, y, t, left, width } = this.#axes;
    const { places, density } = this.#at(time);
    const curve = places.map((place, j) => [x.at(place), y.at(density[j])]);
    if (layers.mass) this.#hatch(curve);
    this.#add(this.#moving, 'path', { class: 'curve s0', d: path(curve) }, 'top');
    this.#moving.append(drawn('line', { class: 'cursor', x1: left, x2: width - RIGHT, y1: t.at(time), y2: t.at(time) }));
    for (let j = picture.between; layers.lines && j < picture.points - 1; j += picture.between) {
      this.#add(this.#moving, 'circle', { class: 'f0', cx: x.at(places[j]), cy: t.at(time), r: 3 }, 'low');
    }
    this.#followed(time);
    this.#tell(time, places);
  }

  /** The area between two lines: above under the density, below on its whole way. */
  #hatch(curve) {
    const { between, points } = this.#drawn.picture;
    const [from, to] = [(this.#band - 1) * between, this.#band * between];
    const under = [[curve[from][0], ROWS.foot], ...curve.slice(from, to + 1), [curve[to][0], ROWS.foot]];
    const fill = `url(#${this.#id}-hatch)`;
    this.#add(this.#moving, 'path', { fill, 'fill-opacity': 0.75, d: `${path(under)}Z` }, 'top');
    const band = [...this.#way(from), ...this.#way(Math.min(to, points - 1)).reverse()];
    this.#add(this.#moving, 'path', { fill, 'fill-opacity': 0.3, d: `${path(band)}Z` }, 'low');
  }

  #followed(time) {
    const { course } = this.#drawn;
    if (!course) return;
    const { x, t } = this.#axes;
    const { places } = course.there;
    const at = time * (places.length - 1);
    const i = Math.min(places.length - 2, Math.floor(at));
    const px = x.at(places[i].x + (at - i) * (places[i + 1].x - places[i].x));
    this.#moving.append(
      drawn('line', { class: 's3', 'stroke-dasharray': '2 3', x1: px, x2: px, y1: ROWS.top, y2: t.at(time) }),
      drawn('circle', { class: 'ring s3', cx: px, cy: t.at(time), r: 6 }),
    );
  }

  /** The mass between the two lines at the time next to the one shown. */
  #tell(time, places) {
    const { times, between, masses, least, most } = this.#drawn.picture;
    const bands = masses.length / times.length;
    const i = Math.round((1 - time) * (times.length - 1));
    const side = (j) => (j === 0 ? 'the left end' : j === bands ? 'the right end' : short(places[j * between], 4));
    const area = masses[i * bands + this.#band - 1];
    this.#mass.textContent = `x from ${side(this.#band - 1)} to ${side(this.#band)}; the area under p at t = ${short(times[i], 3)} is ${area.toFixed(6)}. Between any two lines, at any time: ${least.toFixed(6)} to ${most.toFixed(6)}.`;
    Object.assign(this.#mass.dataset, { area, least, most });
  }

  /** Says in words what the picture shows. */
  describe(time = this.#time) {
    const { picture, course } = this.#drawn;
    const what = picture ? `update ${picture.update}, the density at t = ${short(time, 3)} and the flow lines of ${Line.asked.bands} equal masses` : 'nothing yet';
    const point = course ? `; followed point ${short(course.there.places[0].x, 3)}, ln p ${short(course.log_likelihood, 5)}` : '';
    this.#svg.setAttribute('aria-label', `${this.#words}: ${what}${point}. Drag, or press Enter and the arrow keys, to follow a point.`);
  }
}
