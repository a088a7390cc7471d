// The page of the 16 tiny images: which are in the data, what the model says of each, and what that adds up to.
import { get, isCancelled, run as runTask } from './api.js';
import { drawn, LineChart } from './chart.js';
import { button, choice, element, message, number } from './controls.js';
import { canvas, drawImage } from './picture.js';
import { fixed } from './scale.js';

const SIZE = 16;
const COPIES = 16;
const WIDTH = 640;
const HEIGHT = 220;
const FLOOR = 180;
const place = (id) => document.getElementById(id);
const asked = { counts: Array.from({ length: SIZE }, (_, n) => ([3, 5, 10, 12].includes(n) ? COPIES : 0)), updates: 400, seed: 1, fault: 'none' };
const curve = new LineChart({ id: 'total', title: 'Sum over all images', xLabel: 'update', yLabel: 'sum' });
const say = message();
let beliefs = [];
let working = null;

/** Image n as its pixels: row by row, white where its bit is set. */
const pixels = (n) => Uint8Array.from([0, 1, 2, 3], (i) => ((n >> i) & 1) * 255);
const words = (n) => [...pixels(n)].map((v) => (v ? 'white' : 'black')).join(', ');
const SHAPE = { channels: 1, height: 2, width: 2 };

function images() {
  for (let n = 0; n < SIZE; n++) {
    const picture = canvas(2, 2, 14, `image ${n}: ${words(n)}`);
    drawImage(picture.getContext('2d'), pixels(n), SHAPE, 0);
    const press = button('', {
      id: `image-${n}`,
      press: () => {
        asked.counts[n] = asked.counts[n] ? 0 : COPIES;
        press.setAttribute('aria-pressed', String(asked.counts[n] > 0));
        bars();
      },
    });
    press.className = 'choice';
    press.append(picture);
    press.setAttribute('aria-pressed', String(asked.counts[n] > 0));
    place('images').append(press);
  }
}

function bars() {
  const last = beliefs.at(-1);
  const all = asked.counts.reduce((a, b) => a + b, 0);
  const shares = asked.counts.map((count) => (all ? count / all : 0));
  const shown = last ? last.probabilities : shares.map(() => 0);
  const wrong = last?.wrong?.probabilities;
  const most = Math.max(0.1, ...shares, ...shown, ...(wrong ?? []));
  const step = WIDTH / SIZE;
  const rect = (style, n, left, width, value) => {
    const height = ((FLOOR - 10) * value) / most;
    return drawn('rect', { class: style, x: (n * step + left).toFixed(1), y: (FLOOR - height).toFixed(1), width, height: height.toFixed(1) });
  };
  const svg = drawn('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `Probabilities of the 16 images: ${shown.map((p, n) => `${n}: ${p.toFixed(3)}`).join(', ')}` });
  for (let n = 0; n < SIZE; n++) {
    const width = wrong ? 14 : 30;
    svg.append(rect('bar', n, 4, width, shown[n]));
    if (wrong) svg.append(rect('bar wrong', n, 20, width, wrong[n]));
    if (shares[n] > 0) svg.append(rect('outline', n, 2, 34, shares[n]));
    pixels(n).forEach((value, i) =>
      svg.append(drawn('rect', { class: value ? 'white' : 'black', x: n * step + 9 + 10 * (i % 2), y: FLOOR + 8 + 10 * Math.floor(i / 2), width: 10, height: 10})),
    );
  }
  place('bars').replaceChildren(svg);
  if (!last) return;
  place('sum').textContent = `After ${last.updates} updates the 16 probabilities add up to ${fixed(last.total)}.${last.wrong ? ` By the wrong practice (${last.wrong.meaning}): ${fixed(last.wrong.total)}${last.wrong.total > 1 ? ', which no probabilities can' : ''}.` : ''}`;
  const x = beliefs.map(({ updates }) => updates);
  curve.series = [
    { name: 'sum of the bounds', x, y: beliefs.map(({ total }) => total), colour: 0, dash: 0 },
    ...(last.wrong ? [{ name: 'wrong practice', x, y: beliefs.map(({ wrong: w }) => w.total), colour: 1, dash: 1 }] : []),
    { name: 'one', x, y: x.map(() => 1), colour: 5, dash: 2 },
  ];
}

function controls(faults) {
  const offered = ['none', 'bin-centre', 'overshoot'].filter((name) => faults.includes(name));
  const go = button('Train', { id: 'train', press: () => train(go, stop) });
  const stop = button('Cancel', { id: 'stop', press: () => working?.abort() });
  stop.disabled = true;
  place('controls').append(
    number('Updates', { id: 'updates', min: 10, max: 3000, step: 10, value: asked.updates, change: (value) => (asked.updates = value) }),
    number('Seed', { id: 'seed', min: 0, max: 1e9, step: 1, value: asked.seed, change: (value) => (asked.seed = value) }),
    choice('Wrong practice', { id: 'fault', options: Object.fromEntries(offered.map((name) => [name, name])), value: 'none', change: (name) => (asked.fault = name) }),
    go,
    stop,
  );
}

async function train(go, stop) {
  if (go.disabled) return;
  working = new AbortController();
  go.disabled = true;
  stop.disabled = false;
  beliefs = [];
  const waiting = ({ ahead }) => say.say(ahead ? `Waiting for ${ahead} other tasks…` : 'Training…');
  waiting({ ahead: 0 });
  const belief = (found) => {
    beliefs.push(found);
    bars();
  };
  try {
    await runTask('api/lessons/universe', asked, { belief, waiting }, working.signal);
    say.say('');
  } catch (e) {
    say.say(isCancelled(e) ? 'Cancelled.' : e.message, !isCancelled(e));
  }
  go.disabled = false;
  stop.disabled = true;
}

async function start() {
  place('message').append(say);
  place('curve').append(curve.element);
  images();
  try {
    controls((await get('api/inspect/model')).faults);
    bars();
  } catch (e) {
    say.say(e.message, true);
  }
}

start();
