// A square to draw on: strokes of a brush, which become the points of a table.
import { get, post } from './api.js';
import { button, element, number, slider } from './controls.js';
import { count } from './scale.js';

const SIDE = 400;
/** The square reaches from −4 to 4 both ways. */
const REACH = 4;
/** Places of one stroke, and of all: what the server takes has room for them. */
const MOST_PLACES = 400;
const MOST_STROKES = 40;

const inPlane = (pixel) => Number(((pixel / SIDE) * 2 * REACH - REACH).toFixed(3));

export class Sketch {
  #canvas = element('canvas', { id: 'sketch-canvas', width: SIDE, height: SIDE, role: 'img', tabIndex: 0, className: 'plane sketch' });
  #strokes = [];
  #pen = null;
  #brush = { width: 0.15, weight: 1 };
  #points = 2000;
  #told = element('p', { className: 'quiet', role: 'status' }, '');
  #cursor = [SIDE / 2, SIDE / 2];

  /** `drawn` is told once the server has made points of the strokes. */
  constructor(home, drawn) {
    this.#canvas.style.width = '100%';
    this.#canvas.style.maxWidth = `${SIDE}px`;
    const use = button('Train on it', { id: 'sketch-use', press: () => this.#use(drawn) });
    const save = button('Save as CSV', { id: 'sketch-save', press: () => this.#save() });
    const clear = button('Clear', { id: 'sketch-clear', press: () => this.#clear() });
    home.append(
      element('figure', { className: 'panel' }, this.#canvas, element('figcaption', {}, 'Draw with mouse, finger or pen. By keyboard: the arrow keys move the brush, Space puts it down and lifts it.')),
      element(
        'div',
        { className: 'panel' },
        element('p', {}, 'Strokes become points: uniform along the lines, spread by the brush. A fifth of them is held out, as of any table; what is saved trains the same way by ', element('code', {}, './rivulet play --data'), '.'),
        element(
          'div',
          { className: 'controls' },
          slider('Brush', { id: 'sketch-width', min: 0.03, max: 0.6, step: 0.01, value: 0.15, shown: (v) => v.toFixed(2), change: (v) => (this.#brush.width = v) }),
          slider('Weight', { id: 'sketch-weight', min: 0.25, max: 4, step: 0.25, value: 1, shown: (v) => `×${v}`, change: (v) => (this.#brush.weight = v) }),
          number('Points', { id: 'sketch-points', min: 10, max: 20000, step: 1, value: 2000, change: (v) => (this.#points = v) }),
          use,
          save,
          clear,
        ),
        this.#told,
      ),
    );
    this.#listen();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
    this.#clear();
  }

  #listen() {
    const at = (event) => {
      const box = this.#canvas.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
    };
    this.#canvas.addEventListener('pointerdown', (event) => {
      this.#canvas.setPointerCapture?.(event.pointerId);
      this.#begin(at(event));
    });
    this.#canvas.addEventListener('pointermove', (event) => this.#pen && event.buttons && this.#go(at(event)));
    this.#canvas.addEventListener('pointerup', () => (this.#pen = null));
    this.#canvas.addEventListener('pointercancel', () => (this.#pen = null));
    this.#canvas.addEventListener('keydown', (event) => this.#key(event));
  }

  #key(event) {
    const moves = { ArrowLeft: [-8, 0], ArrowRight: [8, 0], ArrowUp: [0, -8], ArrowDown: [0, 8] };
    if (event.key === ' ') {
      event.preventDefault();
      if (this.#pen) this.#pen = null;
      else this.#begin(this.#cursor);
    }
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.#cursor = this.#cursor.map((c, i) => Math.min(SIDE, Math.max(0, c + moves[event.key][i])));
    if (this.#pen) this.#go(this.#cursor);
    else this.#draw();
  }

  #begin(place) {
    if (this.#strokes.length === MOST_STROKES) {
      this.#told.textContent = `${MOST_STROKES} strokes are the most; clear to draw others.`;
      return;
    }
    this.#pen = { ...this.#brush, x: [], y: [] };
    this.#strokes.push(this.#pen);
    this.#go(place);
  }

  #go(place) {
    this.#cursor = place;
    if (this.#pen.x.length === MOST_PLACES) return;
    this.#pen.x.push(inPlane(place[0]));
    this.#pen.y.push(-inPlane(place[1]));
    this.#draw();
  }

  #clear() {
    this.#strokes = [];
    this.#pen = null;
    this.#told.textContent = '';
    this.#draw();
  }

  #draw() {
    const context = this.#canvas.getContext('2d');
    const style = getComputedStyle(document.documentElement);
    const at = (v) => ((v + REACH) / (2 * REACH)) * SIDE;
    context.fillStyle = style.getPropertyValue('--paper');
    context.fillRect(0, 0, SIDE, SIDE);
    context.strokeStyle = style.getPropertyValue('--s0');
    context.fillStyle = style.getPropertyValue('--s0');
    context.lineCap = context.lineJoin = 'round';
    for (const { x, y, width, weight } of this.#strokes) {
      context.globalAlpha = Math.min(1, 0.25 + 0.2 * weight);
      context.lineWidth = (2 * width * SIDE) / (2 * REACH);
      context.beginPath();
      x.forEach((v, i) => context[i ? 'lineTo' : 'moveTo'](at(v), at(-y[i])));
      if (x.length === 1) context.lineTo(at(x[0]) + 0.1, at(-y[0]));
      context.stroke();
    }
    context.globalAlpha = 1;
    context.fillStyle = style.getPropertyValue('--ink');
    context.fillRect(this.#cursor[0] - 2, this.#cursor[1] - 2, 4, 4);
    this.#canvas.setAttribute('aria-label', `A square to draw on, with ${this.#strokes.length} strokes`);
  }

  async #use(drawn) {
    if (this.#strokes.length === 0) {
      this.#told.textContent = 'Nothing is drawn yet: draw a line first.';
      return;
    }
    try {
      const found = await post('api/play/draw', { strokes: this.#strokes, points: this.#points, seed: 1 });
      this.#told.textContent = `${count(found.points)} points, ${count(found.held_out)} of them held out.`;
      await drawn();
    } catch (e) {
      this.#told.textContent = e.message;
    }
  }

  /** All digits of the rows that the first place trains on. */
  async #save() {
    try {
      const { x, y } = await get('api/play/points', { lab: 0, count: 0, seed: 1 });
      if (x.length === 0) throw new Error('Train on what you drew first; then its points can be saved.');
      const text = y ? `x,y\n${x.map((v, n) => `${v},${y[n]}\n`).join('')}` : `x\n${x.join('\n')}\n`;
      const link = element('a', { href: URL.createObjectURL(new Blob([text], { type: 'text/csv' })), download: 'drawn.csv' });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    } catch (e) {
      this.#told.textContent = e.message;
    }
  }
}
