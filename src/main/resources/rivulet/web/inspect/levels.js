// An image on its way through the levels: states and divergence on a common slider of time, steps, rates, bits by pixel.
import { LineChart } from './chart.js';
import { button, calm, choice, element } from './controls.js';
import { diverging, grey, viridis } from './colour.js';
import { bytes, canvas, drawHeat, pixelAt } from './picture.js';
import { short } from './scale.js';

const WIDTH = 320;
const LARGEST = 24;

/** A time of the flow. */
const moment = (t) => short(t, 3);

/** Float32 numbers of a text in base64. */
export const floats = (text) => new Float32Array(bytes(text).buffer);

const scale = (width) => Math.min(LARGEST, Math.max(1, Math.floor(WIDTH / width)));

/** Planes beside each other, one pixel apart, by a colour map over a range. */
function planes(values, { channels, height, width }, low, high, colours, words) {
  const whole = channels * (width + 1) - 1;
  const made = canvas(whole, height, scale(whole), words);
  paint(made, values, { channels, height, width }, low, high, colours);
  return made;
}

function paint(made, values, { channels, height, width }, low, high, colours) {
  const context = made.getContext('2d');
  const whole = made.width;
  const spread = new Float32Array(whole * height).fill(NaN);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      spread.set(values.subarray((c * height + y) * width, (c * height + y + 1) * width), y * whole + c * (width + 1));
    }
  }
  drawHeat(context, spread, whole, height, low, high, colours);
}

export class Levels {
  #home;
  #found = null;
  #panels = [];
  #slider;
  #play;
  #timer = null;

  constructor(home, controls, slider) {
    this.#home = home;
    this.#slider = slider('Time', { id: 'at', min: 0, max: 0, value: 0, shown: (i) => this.#when(i), change: () => this.#draw() });
    this.#play = button('Play', { id: 'play', press: () => this.#run(this.#timer === null) });
    controls.append(this.#slider, this.#play, element('span', { className: 'quiet' }, 'from the level’s data at 0 to its latent at 1'));
  }

  #at() {
    return Number(this.#slider.querySelector('input').value);
  }

  #when(i) {
    const frame = this.#found?.levels[0].frames[i];
    return frame ? `t = ${frame.time.toFixed(3)}${frame.block ? `, block ${frame.block}` : ''}` : '–';
  }

  #run(on) {
    clearInterval(this.#timer);
    this.#timer = null;
    this.#play.textContent = on ? 'Pause' : 'Play';
    this.#play.setAttribute('aria-pressed', String(on));
    if (!on) return;
    const last = this.#found.levels[0].frames.length - 1;
    if (this.#at() >= last) this.#slider.set(0);
    this.#timer = setInterval(() => {
      this.#slider.set(this.#at() + 1);
      this.#draw();
      if (this.#at() >= last) this.#run(false);
    }, calm() ? 600 : 90);
  }

  show(found) {
    this.#found = found;
    this.#run(false);
    this.#panels = found.levels.map((level, l) => this.#panel(level, l));
    this.#home.replaceChildren(...this.#panels.map(({ made }) => made));
    this.#slider.set(Math.min(this.#at(), found.levels[0].frames.length - 1), found.levels[0].frames.length - 1);
    this.#draw();
  }

  #panel(level, l) {
    const states = level.frames.map(({ state }) => floats(state));
    const maps = level.frames.map(({ diagonal }) => (diagonal ? floats(diagonal) : null));
    const most = Math.max(1e-9, ...maps.filter(Boolean).map((map) => map.reduce((m, v) => Math.max(m, Math.abs(v)), 0)));
    const state = planes(states[0], level, -3, 3, grey, `State of level ${l}, ${level.channels} channels beside each other`);
    state.id = `state-${l}`;
    const map = maps[0] ? planes(maps[0], level, -most, most, diverging, `Divergence of level ${l} by entry; blue contracts, orange spreads`) : null;
    if (map) map.id = `divergence-${l}`;
    const caption = element('figcaption', {});
    const reading = element('output', { className: 'readout', id: `pixel-${l}` });
    for (const one of [state, map].filter(Boolean)) {
      one.addEventListener('pointermove', (event) => this.#point(l, pixelAt(one, event)));
    }
    const steps = new LineChart({ id: `steps-${l}`, title: 'Steps that were tried: size h', xLabel: 't', yLabel: 'h', xText: moment });
    const errors = new LineChart({ id: `errors-${l}`, title: 'Their errors by the tolerance (above 1: tried again)', xLabel: 't', yLabel: 'ratio', xText: moment });
    const rates = new LineChart({ id: `rates-${l}`, title: 'Divergence along t, and ln |det| so far', xLabel: 't', yLabel: 'nats', xText: moment });
    const time = ({ block, time: t }) => block + t;
    const accepted = level.steps.filter((step) => step.accepted);
    const rejected = level.steps.filter((step) => !step.accepted);
    const line = (name, all, y, colour) => ({ name, x: all.map(time), y: all.map(y), colour, dash: colour });
    const made = element(
      'article',
      { className: 'panel', id: `level-${l}` },
      element('h3', {}, `Level ${l}: ${level.channels}×${level.height}×${level.width}`),
      element(
        'p',
        { className: 'quiet' },
        `${accepted.length} steps accepted, ${rejected.length} rejected, ${level.evaluations.toFixed(0)} evaluations; latent mean ${short(level.latent.mean, 3)}, deviation ${short(level.latent.deviation, 3)} (N(0, 1) has 0 and 1)`,
      ),
      element('figure', {}, element('div', { className: 'picture' }, state), map ? element('div', { className: 'picture' }, map) : '', caption),
      reading,
      steps.element,
      errors.element,
      rates.element,
    );
    const shown = (all) => (all.length ? all : []);
    steps.series = [line('accepted', accepted, (s) => s.size, 0), ...(rejected.length ? [line('rejected', rejected, (s) => s.size, 3)] : [])];
    errors.series = [line('error ratio', shown(level.steps), (s) => s.error_ratio, 0)];
    rates.series = [
      line('divergence', level.frames, (f) => f.divergence, 0),
      { name: 'ln |det| so far', x: accepted.map((s) => s.block + s.time + s.size), y: accepted.map((s) => s.divergence), colour: 1, dash: 1 },
    ];
    return { made, level, states, maps, most, state, map, caption };
  }

  #draw() {
    const i = this.#at();
    for (const { level, states, maps, most, state, map, caption } of this.#panels) {
      const n = Math.min(i, states.length - 1);
      paint(state, states[n], level, -3, 3, grey);
      if (map && maps[n]) paint(map, maps[n], level, -most, most, diverging);
      const frame = level.frames[n];
      caption.textContent = `t = ${frame.time.toFixed(3)}: divergence ${short(frame.divergence, 5)} nats per unit of time, kinetic energy ${short(frame.kinetic, 4)}${map ? `; the map's blue and orange end at ∓${short(most, 3)}` : ''}`;
    }
  }

  #point(l, at) {
    const { level, states, maps } = this.#panels[l];
    const reading = document.getElementById(`pixel-${l}`);
    const channel = at ? Math.floor(at.x / (level.width + 1)) : 0;
    const x = at ? at.x - channel * (level.width + 1) : 0;
    if (!at || x >= level.width) {
      reading.textContent = '';
      return;
    }
    const n = Math.min(this.#at(), states.length - 1);
    const i = (channel * level.height + at.y) * level.width + x;
    reading.textContent = `channel ${channel}, row ${at.y}, column ${x}: z = ${short(states[n][i], 5)}${maps[n] ? `, ∂f/∂z = ${short(maps[n][i], 5)}` : ''}`;
  }

  /** A heat map of bits by pixel, level by level; the pointer reads a pixel's terms. */
  bits(found) {
    const figure = element('div', { className: 'picture' });
    const reading = element('output', { className: 'readout', id: 'pixel-bits' });
    const show = (l) => {
      const { bits, height, width } = found.levels[l];
      if (!bits) {
        figure.replaceChildren(element('p', { className: 'quiet' }, 'Bits by pixel need an exact divergence.'));
        return;
      }
      const total = bits.base.map((b, i) => b + bits.pre_transform[i] + bits.log_det[i]);
      const [low, high] = [Math.min(...total), Math.max(...total)];
      const made = canvas(width, height, scale(width), `Bits of each pixel of level ${l}, ${short(low, 3)} to ${short(high, 3)}`);
      made.id = 'bits-map';
      drawHeat(made.getContext('2d'), total, width, height, low, high, viridis);
      const sum = total.reduce((a, b) => a + b, 0) / found.dimensions;
      reading.textContent = `level ${l} adds ${sum.toFixed(4).replace('-', '−')} bits/dim; dark ${short(low, 3)}, light ${short(high, 3)} bits`;
      made.addEventListener('pointermove', (event) => {
        const at = pixelAt(made, event);
        if (!at) return;
        const i = at.y * width + at.x;
        reading.textContent = `row ${at.y}, column ${at.x}: pre-transform ${short(bits.pre_transform[i])}, −∫ divergence ${short(bits.log_det[i])}, latent ${short(bits.base[i])}: ${short(total[i])} bits`;
      });
      figure.replaceChildren(made);
    };
    const last = found.levels.length - 1;
    const pick = choice('Level', {
      id: 'bits-level',
      options: Object.fromEntries(found.levels.map((_, l) => [l, `level ${l}`])),
      value: last,
      change: (l) => show(Number(l)),
    });
    show(last);
    return element('article', { className: 'panel', id: 'bits-by-pixel' }, element('h3', {}, 'Bits of each pixel'), pick, figure, reading);
  }
}
