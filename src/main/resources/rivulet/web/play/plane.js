// A square of the plane: density with contours, velocities, particles on their way, paths, the data, a point that is followed.
import { css, viridis } from './colour.js';
import { element } from './controls.js';
import { bytes } from './picture.js';
import { short } from './scale.js';
import { contour } from './contour.js';

const SIDE = 560;
/** Heights of the contours, in nats below the highest density. */
const HEIGHTS = [0.5, 1.5, 3, 5];
/** Of the colour map: what is rarer by this many nats is dark. */
const DEEPEST = 7;
const PATHS = 60;
const floats = (text) => new Float32Array(bytes(text).buffer);

export class Plane {
  /** What can be shown, by its key. */
  static layers = { particles: 'particles', paths: 'paths', arrows: 'velocity', density: 'ln p', contours: 'contours', data: 'data' };
  static path = 'api/play/picture';
  static asked = { particles: 500, times: 33, arrows: 14, grid: 56, seed: 1 };
  /** What differs while it trains. */
  static draft = { grid: 40 };

  /** A picture of what the server tells when asked so. */
  static read(found, asked) {
    const arrows = floats(found.arrows);
    const { left, right, bottom, top } = found.window;
    for (let i = 0; i < arrows.length; i += 2) {
      arrows[i] /= right - left; // of the window, whose axes may have two scales
      arrows[i + 1] /= top - bottom;
    }
    let longest = 0;
    for (let i = 0; i < arrows.length; i += 2) longest = Math.max(longest, Math.hypot(arrows[i], arrows[i + 1]));
    const { update, window, times } = found;
    const { particles: count, arrows: side, grid } = asked;
    return { update, window, times, count, particles: floats(found.particles), side, arrows, longest, grid, density: floats(found.density) };
  }

  #canvas;
  #context;
  #ground = document.createElement('canvas');
  #words;
  #range = element('p', { className: 'quiet range' }, '');
  #drawn = { picture: null, data: null, course: null, layers: null };
  #time = 0;
  #stale = true;

  constructor(id, words, drop) {
    this.#canvas = element('canvas', { id, width: SIDE, height: SIDE, tabIndex: 0, role: 'img', className: 'plane' });
    this.#canvas.style.width = '100%';
    this.#context = this.#canvas.getContext('2d');
    this.#ground.width = this.#ground.height = SIDE;
    this.#words = words;
    this.element = element('div', {}, this.#canvas, this.#range);
    this.#canvas.addEventListener('click', (event) => {
      const box = this.#canvas.getBoundingClientRect();
      this.#drop(drop, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    });
    this.#canvas.addEventListener('keydown', (event) => this.#key(event, drop));
  }

  #drop(drop, across, down) {
    const { picture } = this.#drawn;
    if (!picture) return;
    const { left, right, bottom, top } = picture.window;
    drop(left + across * (right - left), top - down * (top - bottom));
  }

  /** Arrow keys move the followed point by a fortieth of the picture; Enter drops one in its middle. */
  #key(event, drop) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], Enter: [0, 0] };
    const { picture, course } = this.#drawn;
    if (!(event.key in moves) || !picture) return;
    event.preventDefault();
    const { left, right, bottom, top } = picture.window;
    const from = course ? course.there.places[0] : { x: (left + right) / 2, y: (bottom + top) / 2 };
    const [x, y] = moves[event.key];
    drop(from.x + (x * (right - left)) / 40, from.y + (y * (top - bottom)) / 40);
  }

  /** What stands still between pictures: density, contours, data; drawn once for each. */
  show(picture, data, layers) {
    Object.assign(this.#drawn, { picture, data, layers });
    this.#stale = true;
    const context = this.#ground.getContext('2d');
    context.fillStyle = css(viridis(0));
    context.fillRect(0, 0, SIDE, SIDE);
    this.describe();
    if (picture && layers.density) this.#density(context, picture);
    if (picture && layers.contours) this.#contours(context, picture);
    if (data && (layers.data || !picture?.update)) this.#points(context, data); // before it trains: what it is to learn
  }

  set course(found) {
    this.#drawn.course = found;
    this.#stale = true;
    this.describe();
  }

  #density(context, { density, grid }) {
    const small = document.createElement('canvas');
    small.width = small.height = grid;
    const image = new ImageData(grid, grid);
    const high = density.reduce((m, v) => Math.max(m, v), -Infinity);
    for (let i = 0; i < density.length; i++) {
      const [r, g, b] = viridis(1 + (density[i] - high) / DEEPEST);
      const row = grid - 1 - Math.floor(i / grid); // values go upwards, pixels downwards
      image.data.set([r, g, b, 255], 4 * (row * grid + (i % grid)));
    }
    small.getContext('2d').putImageData(image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.drawImage(small, 0, 0, SIDE, SIDE);
  }

  #contours(context, { density, grid }) {
    const high = density.reduce((m, v) => Math.max(m, v), -Infinity);
    const scale = SIDE / grid;
    context.strokeStyle = 'rgb(255 255 255 / 0.55)';
    context.lineWidth = 1;
    context.beginPath();
    for (const below of HEIGHTS) {
      for (const [x0, y0, x1, y1] of contour(density, grid, high - below)) {
        context.moveTo((x0 + 0.5) * scale, SIDE - (y0 + 0.5) * scale);
        context.lineTo((x1 + 0.5) * scale, SIDE - (y1 + 0.5) * scale);
      }
    }
    context.stroke();
  }

  #points(context, data) {
    context.fillStyle = 'rgb(255 160 90 / 0.8)';
    data.x.forEach((x, n) => {
      const [px, py] = this.#at(x, data.y[n]);
      context.fillRect(px - 1, py - 1, 2, 2);
    });
  }

  #at(x, y) {
    const { left, right, bottom, top } = this.#drawn.data.window;
    return [((x - left) / (right - left)) * SIDE, ((top - y) / (top - bottom)) * SIDE];
  }

  /** Draws the picture at a time of the flow: 0 is data, 1 is noise. */
  draw(time) {
    if (time === this.#time && !this.#stale) return;
    this.#time = time;
    this.#stale = false;
    const context = this.#context;
    context.drawImage(this.#ground, 0, 0);
    const { picture, layers, course } = this.#drawn;
    if (!picture) return;
    if (layers.paths) this.#paths(context, picture);
    if (layers.arrows) this.#arrows(context, picture, time);
    if (layers.particles) this.#particles(context, picture, time);
    if (course) this.#followed(context, course, time);
  }

  /** The two times next to one, and how far it is between them. */
  #between({ times }, time) {
    const at = (1 - time) * (times.length - 1);
    const i = Math.min(times.length - 2, Math.floor(at));
    return [i, at - i];
  }

  #particles(context, picture, time) {
    const { particles, count } = picture;
    const [i, share] = this.#between(picture, time);
    context.fillStyle = 'rgb(255 255 255 / 0.9)';
    for (let n = 0; n < count; n++) {
      const a = 2 * (i * count + n);
      const b = a + 2 * count;
      const x = particles[a] + share * (particles[b] - particles[a]);
      const y = particles[a + 1] + share * (particles[b + 1] - particles[a + 1]);
      const [px, py] = this.#at(x, y);
      context.fillRect(px - 1.25, py - 1.25, 2.5, 2.5);
    }
  }

  #paths(context, { particles, count, times }) {
    context.strokeStyle = 'rgb(255 255 255 / 0.4)';
    context.lineWidth = 1;
    context.beginPath();
    for (let n = 0; n < Math.min(PATHS, count); n++) {
      for (let i = 0; i < times.length; i++) {
        const place = this.#at(particles[2 * (i * count + n)], particles[2 * (i * count + n) + 1]);
        if (i) context.lineTo(...place);
        else context.moveTo(...place);
      }
    }
    context.stroke();
  }

  /** Arrows point where particles go, towards the data: against the flow's own time. */
  #arrows(context, picture, time) {
    const { arrows, side, longest } = picture;
    const [i, share] = this.#between(picture, time);
    const step = SIDE / side;
    context.strokeStyle = 'rgb(255 255 255 / 0.85)';
    context.lineWidth = 1.3;
    context.beginPath();
    for (let n = 0; n < side * side; n++) {
      const a = 2 * (i * side * side + n);
      const b = a + 2 * side * side;
      const u = arrows[a] + share * (arrows[b] - arrows[a]);
      const v = arrows[a + 1] + share * (arrows[b + 1] - arrows[a + 1]);
      const size = Math.hypot(u, v);
      if (size === 0) continue;
      const length = (0.95 * step * Math.sqrt(Math.min(1, size / longest))) / size;
      const x = ((n % side) + 0.5) * step;
      const y = SIDE - (Math.floor(n / side) + 0.5) * step;
      const [dx, dy] = [(-u * length) / 2, (v * length) / 2];
      context.moveTo(x - dx, y - dy);
      context.lineTo(x + dx, y + dy);
      context.lineTo(x + dx - 0.5 * dx - 0.3 * dy, y + dy - 0.5 * dy + 0.3 * dx);
      context.moveTo(x + dx, y + dy);
      context.lineTo(x + dx - 0.5 * dx + 0.3 * dy, y + dy - 0.5 * dy - 0.3 * dx);
    }
    context.stroke();
  }

  #followed(context, { there, back }, time) {
    for (const [way, style, dash] of [[there, '#ffffff', []], [back, '#ff9d5c', [5, 4]]]) {
      context.strokeStyle = style;
      context.lineWidth = 2;
      context.setLineDash(dash);
      context.beginPath();
      way.places.forEach(({ x, y }, i) => context[i ? 'lineTo' : 'moveTo'](...this.#at(x, y)));
      context.stroke();
    }
    context.setLineDash([]);
    const at = time * (there.places.length - 1);
    const i = Math.min(there.places.length - 2, Math.floor(at));
    const [a, b] = [there.places[i], there.places[i + 1]];
    this.#ring(context, a.x + (at - i) * (b.x - a.x), a.y + (at - i) * (b.y - a.y));
  }

  #ring(context, x, y) {
    context.beginPath();
    context.arc(...this.#at(x, y), 6, 0, 2 * Math.PI);
    context.lineWidth = 4;
    context.strokeStyle = '#000000';
    context.stroke();
    context.lineWidth = 2;
    context.strokeStyle = '#ffffff';
    context.stroke();
  }

  /** Says in words what the picture shows. */
  describe(time = this.#time) {
    const { picture, course } = this.#drawn;
    if (picture) {
      const { left, right, bottom, top } = picture.window;
      this.#range.textContent = `left to right ${short(left)} to ${short(right)}, bottom to top ${short(bottom)} to ${short(top)}`;
    }
    const what = picture ? `update ${picture.update}, ${picture.count} particles at t = ${short(time, 3)}` : 'the data';
    const point = course ? `; followed point (${short(course.there.places[0].x, 3)}, ${short(course.there.places[0].y, 3)}), ln p ${short(course.log_likelihood, 5)}` : '';
    this.#canvas.setAttribute('aria-label', `${this.#words}: ${what}${point}. A click, or Enter and the arrow keys, follow a point.`);
  }
}
