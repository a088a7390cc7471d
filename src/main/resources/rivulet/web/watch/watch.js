// The page of `watch`: follows the feed of curves, and shows how far each run is.
import { get, listen } from './api.js';
import { LineChart } from './chart.js';
import { choice, element, message, slider, tick } from './controls.js';
import { SamplesPanel } from './samples.js';
import { count, short, time } from './scale.js';

/** Charts in their order: a column of the metrics, its title and unit; `log` where ratios say more. */
const CHARTS = [
  { column: 'matching_loss', title: 'Matching loss: squared error of the velocity per dimension', unit: 'loss' },
  { column: 'bits_per_dim', title: 'bits/dim of each level’s own dimensions, training', unit: 'bits/dim' },
  { column: 'validation', title: 'bits/dim on images held back', unit: 'bits/dim' },
  { column: 'gradient_norm', title: 'Norm of the gradient before clipping', unit: 'norm' },
  { column: 'evaluations', title: 'Evaluations of the field per image', unit: 'evaluations' },
  { column: 'learning_rate', title: 'Learning rate', unit: 'rate' },
  { column: 'kinetic', title: 'Kinetic energy', unit: 'energy' },
  { column: 'jacobian', title: 'Norm of the Jacobian', unit: 'norm' },
  { column: 'images_per_second', title: 'Images per second, since this program began to watch', unit: 'images/s' },
];

const TOGETHER = 'all';
const view = { level: TOGETHER, log: false, window: 0 };
const charts = new Map();
const curves = new Map(); // by run and level: {run, level, updates, columns}
const validations = new Map();
let runs = [];
let cards = [];

const named = (level) => (level === -1 ? 'bound' : `level ${level}`);

function keep({ run, level = null, restart, stride, updates, columns }) {
  const key = `${run} ${level}`;
  const known = curves.get(key);
  if (restart || !known) {
    curves.set(key, { run, level, stride, updates, columns });
    return;
  }
  known.updates = known.updates.concat(updates);
  for (const [name, values] of Object.entries(columns)) known.columns[name] = known.columns[name].concat(values);
}

/** Lines of a column: a colour for each level of one run; of several, a colour for each run and a dash for each level. */
function lines(column) {
  const all = column === 'validation' ? [...validations.values()] : [...curves.values()];
  return all
    .filter(({ columns, level }) => column in columns && shown(level))
    .filter(({ columns }) => columns[column].some((value) => value !== null))
    .sort((a, b) => a.run - b.run || a.level - b.level)
    .map(({ run, level, updates, columns }) => {
      const one = runs.length === 1;
      const words = [one && level !== null ? '' : runs[run].name, level === null ? '' : named(level)];
      const place = Math.max(0, level ?? 0);
      return {
        name: words.filter(Boolean).join(', '),
        x: updates,
        y: columns[column],
        colour: one ? place : run,
        dash: one || (level !== null && view.level === TOGETHER) ? place : run,
      };
    });
}

const shown = (level) => level === null || view.level === TOGETHER || level === Number(view.level);

function draw() {
  for (const { column } of CHARTS) {
    const { chart } = charts.get(column);
    const found = lines(column);
    chart.element.hidden = found.length === 0;
    if (found.length > 0) chart.series = found;
  }
  document.getElementById('empty').hidden = curves.size > 0;
  offerLevels();
}

let offered = '';
function offerLevels() {
  const levels = [...new Set([...curves.values()].map(({ level }) => level))].filter((level) => level !== null).sort((a, b) => a - b);
  if (levels.join() === offered) return;
  offered = levels.join();
  if (!levels.includes(Number(view.level))) view.level = TOGETHER;
  levelChoice.fill({ [TOGETHER]: 'all', ...Object.fromEntries(levels.map((level) => [level, named(level)])) }, view.level);
}

const levelChoice = choice('Level', {
  id: 'level',
  options: { [TOGETHER]: 'all' },
  value: TOGETHER,
  change: (value) => {
    view.level = value;
    draw();
  },
});

function controls() {
  document.getElementById('controls').append(
    levelChoice,
    tick('Logarithmic', {
      id: 'log',
      value: false,
      change: (on) => charts.forEach(({ chart }) => (chart.log = on)),
    }),
    slider('Smoothing', {
      id: 'smoothing',
      min: 0,
      max: 100,
      value: 0,
      shown: (value) => (value === 0 ? 'none' : `${value} points`),
      change: (value) => charts.forEach(({ chart }) => (chart.window = value)),
    }),
  );
  for (const { column, title, unit } of CHARTS) {
    const chart = new LineChart({ id: `chart-${column}`, title, xLabel: 'update', yLabel: unit });
    chart.element.hidden = true;
    charts.set(column, { chart });
    document.getElementById('charts').append(chart.element);
  }
}

/** What is known about a run, as names and values. */
function card({ name, folder, objective }) {
  const bar = element('progress', { max: 1, 'aria-label': `updates of ${name}` });
  const facts = element('ul', { className: 'figures' });
  const problem = message();
  const words = [objective ? `objective ${objective}` : '', folder].filter(Boolean).join(' · ');
  const made = element('article', { className: 'panel run' }, element('h2', {}, name), element('p', { className: 'quiet path' }, words), bar, facts, problem);
  return { made, bar, facts, problem };
}

function tell(state) {
  const { bar, facts, problem } = cards[state.run];
  const figures = [[count(state.updates), state.steps ? `of ${count(state.steps)} updates` : 'updates', 'updates']];
  if (state.images_per_second !== undefined) figures.push([short(state.images_per_second, 3), 'images/s', 'speed']);
  if (state.seconds_left !== undefined) figures.push([time(state.seconds_left), 'left', 'left']);
  const last = state.validation.at(-1);
  if (last) figures.push([last.bits_per_dim.toFixed(3), `bits/dim on ${count(last.images)} images held back`, 'validation']);
  if (state.skipped > 0) figures.push([count(state.skipped), 'updates skipped', 'skipped']);
  const training = state.images_per_second !== undefined;
  figures.push([state.finished ? 'finished' : training ? 'training' : 'not training', 'state', 'now']);
  facts.replaceChildren(
    ...figures.map(([value, words, id]) => element('li', { className: id }, element('strong', {}, value), element('span', {}, words))),
  );
  bar.hidden = !state.steps;
  if (state.steps) bar.value = Math.min(1, state.updates / state.steps);
  problem.say(state.problem ?? '', true);
  validations.set(state.run, {
    run: state.run,
    level: null,
    updates: state.validation.map(({ updates }) => updates),
    columns: { validation: state.validation.map(({ bits_per_dim: bits }) => bits) },
  });
}

async function start() {
  const trouble = message();
  document.getElementById('message').append(trouble);
  try {
    ({ runs } = await get('api/watch/runs'));
    document.title = `${runs.map(({ name }) => name).join(', ')} – Rivulet watch`;
    cards = runs.map(card);
    document.getElementById('runs').append(...cards.map(({ made }) => made));
    controls();
    const samples = runs.map((run, i) => new SamplesPanel(i, run.name));
    const panels = element('div', { className: 'panels' }, ...samples.map((panel) => panel.element));
    document.getElementById('samples').append(panels);
    await listen('api/watch/curves', {}, {
      curves: keep,
      state: (state) => {
        tell(state);
        samples[state.run].model(state.model);
      },
      round: draw,
    });
  } catch (e) {
    trouble.say(e.message, true);
  }
}

start();
