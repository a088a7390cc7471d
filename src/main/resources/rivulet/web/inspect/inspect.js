// The page of `inspect`: an image is chosen, followed through the model, and looked at level by level.
import { get, isCancelled, post, run as runTask } from './api.js';
import { button, choice, element, message, number, slider, table } from './controls.js';
import { bytes, canvas, drawGrid, gridSize } from './picture.js';
import { count, fixed } from './scale.js';
import { Levels } from './levels.js';
import { draws } from './draws.js';

const STRIP = 64;
const place = (id) => document.getElementById(id);
const trouble = message();
const asked = { image: 0, solver: 'dopri5', tolerance: 1e-5, divergence: 'exact', seed: 1, fault: 'none', intervals: 24 };
let model;
let levels;
let working = null;
const bar = element('progress', { max: 1, value: 0, hidden: true, 'aria-label': 'followed' });

/** Pictures to choose from: a click or the number field takes one. */
async function strip(from = 0) {
  if (model.shown === 0) {
    place('strip').replaceChildren(element('p', { className: 'quiet' }, 'No images yet: choose a PNG or JPEG of the model’s size.'));
    return;
  }
  const found = await get('api/inspect/pictures', { from, count: STRIP });
  const size = gridSize(found, found.count);
  const scale = Math.max(1, Math.floor(560 / size.width));
  const shown = canvas(size.width, size.height, scale, `Images ${found.from} to ${found.from + found.count - 1}; the number field chooses one`);
  drawGrid(shown.getContext('2d'), bytes(found.pixels), found, found.count);
  shown.addEventListener('click', (event) => {
    const column = Math.floor((event.offsetX / shown.clientWidth) * size.columns);
    const row = Math.floor((event.offsetY / shown.clientHeight) * Math.ceil(found.count / size.columns));
    const chosen = found.from + row * size.columns + column;
    if (chosen < found.from + found.count) choose(chosen);
  });
  place('strip').replaceChildren(shown);
}

function choose(image) {
  asked.image = image;
  place('image').value = image;
  follow();
}

async function drop(file) {
  try {
    const data = new Uint8Array(await file.arrayBuffer());
    let text = '';
    for (let i = 0; i < data.length; i += 4096) text += String.fromCharCode(...data.subarray(i, i + 4096));
    const { image } = await post('api/inspect/drop', { name: file.name, file: btoa(text) });
    model = await get('api/inspect/model');
    place('image').max = model.shown - 1;
    await strip(Math.max(0, image - STRIP + 1));
    choose(image);
  } catch (e) {
    trouble.say(e.message, true);
  }
}

function chooser() {
  const file = element('input', { type: 'file', id: 'file', accept: 'image/png,image/jpeg' });
  file.addEventListener('change', () => file.files[0] && drop(file.files[0]));
  document.body.addEventListener('dragover', (event) => event.preventDefault());
  document.body.addEventListener('drop', (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) drop(event.dataTransfer.files[0]);
  });
  place('choose').append(
    number('Image', { id: 'image', min: 0, max: Math.max(0, model.shown - 1), step: 1, value: 0, change: choose }),
    element('span', { className: 'control' }, element('label', { for: 'file' }, 'or a file (drop it anywhere)'), file),
  );
}

const options = (names) => Object.fromEntries(names.map((name) => [name, name]));
const change = (key) => (value) => {
  asked[key] = value;
  follow();
};

function settings() {
  const stop = button('Cancel', { id: 'stop', press: () => working?.abort() });
  place('measure').append(
    choice('Solver', { id: 'solver', options: options(model.solvers), value: asked.solver, change: change('solver') }),
    choice('Tolerance', {
      id: 'tolerance',
      options: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`1e-${n}`, `1e−${n}`])),
      value: '1e-5',
      change: (value) => change('tolerance')(Number(value)),
    }),
    choice('Divergence', {
      id: 'divergence',
      options: options(['exact', 'hutchinson', 'hutchinson:8', 'coloured']),
      value: asked.divergence,
      change: change('divergence'),
    }),
    number('Seed of the noise', { id: 'seed', min: 0, max: 1e9, step: 1, value: 1, change: change('seed') }),
    choice('Wrong practice', { id: 'fault', options: options(model.faults), value: 'none', change: change('fault') }),
    stop,
    bar,
  );
}

/** Follows the chosen image by the chosen settings; what is under way is dropped. */
async function follow() {
  working?.abort();
  const mine = new AbortController();
  working = mine;
  trouble.say('');
  bar.hidden = false;
  bar.value = 0;
  try {
    const found = await runTask('api/inspect/course', asked, { progress: ({ done, all }) => (bar.value = done / all) }, mine.signal);
    if (working !== mine) return;
    tell(found);
    levels.show(found);
  } catch (e) {
    if (working === mine) trouble.say(isCancelled(e) ? 'Cancelled.' : e.message, !isCancelled(e));
  }
  if (working === mine) bar.hidden = true;
}

/** The terms that add up to bits/dim, to the digits that `eval` prints. */
function tell(found) {
  const rows = [['uniform pixels', '8.0000'], ['dequantisation', fixed(found.dequantisation)], ['pixel transform', fixed(found.pixel_transform)]];
  found.levels.forEach((level, l) => {
    rows.push([`level ${l}: pre-transform`, fixed(level.pre_transform)]);
    rows.push([`level ${l}: −∫ divergence`, fixed(level.log_det)]);
    rows.push([`level ${l}: latent under N(0, I)`, fixed(level.base)]);
  });
  rows.push(['bits/dim', fixed(found.bits_per_dim)]);
  const facts = element(
    'ul',
    { className: 'figures' },
    ...[
      [fixed(found.bits_per_dim), 'bits/dim', 'total'],
      [fixed(found.no_flow_bits_per_dim), 'without flow', 'no-flow'],
      [found.evaluations.toFixed(0), `evaluations, ${found.divergence} divergence`, 'evaluations'],
      [String(found.index), 'the image’s own number', 'own'],
    ].map(([value, words, id]) => element('li', { className: id }, element('strong', {}, value), element('span', {}, words))),
  );
  const wrong = found.wrong
    ? element('p', { className: 'message bad', id: 'wrong' }, `Not a likelihood, ${found.wrong.meaning}: ${fixed(found.wrong.bits_per_dim)}, off by ${fixed(found.wrong.bias)}.`)
    : '';
  place('bits').replaceChildren(
    element('article', { className: 'panel', id: 'terms' }, facts, wrong, table('What adds up, in bits/dim', ['term', 'bits/dim'], rows)),
    levels.bits(found),
  );
}

function program() {
  const shown = { level: model.levels.length - 1, derivative: 'none' };
  const write = async () => {
    try {
      const { operations, flops } = await get('api/inspect/program', shown);
      const lines = operations.map(({ name, shape, shared, when, expression, flops: cost }) =>
        when === 'output'
          ? `${name} := ${expression}`
          : `${name.padEnd(7)}${(shape + (shared ? ' shared' : '')).padEnd(20)}${when.padEnd(11)}${expression}${cost ? `   # ${count(cost)} FLOP` : ''}`,
      );
      place('program').textContent = `${lines.join('\n')}\n\nper evaluation and image: ${count(flops)} FLOP`;
    } catch (e) {
      trouble.say(e.message, true);
    }
  };
  const set = (key) => (value) => {
    shown[key] = value;
    write();
  };
  place('program-controls').append(
    choice('Level', { id: 'program-level', options: Object.fromEntries(model.levels.map((_, l) => [l, `level ${l}`])), value: shown.level, change: set('level') }),
    choice('With', {
      id: 'derivative',
      options: { none: 'the field alone', jvp: 'its derivative along a direction', vjp: 'its reverse' },
      value: 'none',
      change: set('derivative'),
    }),
  );
  return write();
}

async function start() {
  place('message').append(trouble);
  try {
    model = await get('api/inspect/model');
    document.title = `${model.name} – Rivulet inspect`;
    place('model').textContent = `${model.name}: ${model.levels.length} levels, ${count(model.parameters)} parameters, images of ${model.channels}×${model.height}×${model.width}, pixel transform ${model.pixel_transform}`;
    levels = new Levels(place('levels'), place('time'), slider);
    chooser();
    settings();
    draws(place('draws'), model, asked);
    await Promise.all([strip(), program()]);
    if (model.shown > 0) await follow();
  } catch (e) {
    trouble.say(e.message, true);
  }
}

start();
