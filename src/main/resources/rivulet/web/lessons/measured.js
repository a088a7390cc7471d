// Figures whose numbers are the open model's, by the calls of `inspect`: one image, measured in several ways.
import { get, isCancelled, run as runTask } from './api.js';
import { LineChart } from './chart.js';
import { button, choice, element, message, number, table } from './controls.js';
import { short } from './scale.js';
import { colours } from './colours.js';

const USUAL = { solver: 'dopri5', tolerance: 1e-5, divergence: 'exact', seed: 1, fault: 'none', intervals: 1 };
/** A number of draws; there are none in between. */
const whole = (x) => (Number.isInteger(x) ? String(x) : '');
const bits = (value, n = 4) => value.toFixed(n).replace('-', '−');

/**
 * A figure that measures: `controls` of its own, and `measure`, called with a function that follows the chosen image by
 * settings, shows what it finds. One measurement goes on at a time and can be cancelled.
 */
async function measuring(home, { id, controls = () => [], words, measure, caption, parts }) {
  const model = await get('api/inspect/model');
  const say = message();
  let image = 0;
  let working = null;
  const go = button(words, { id: `${id}-measure`, press: () => start() });
  const stop = button('Cancel', { id: `${id}-stop`, press: () => working?.abort() });
  stop.disabled = true;
  const follow = (settings) => runTask('api/inspect/course', { ...USUAL, ...settings, image }, {}, working.signal);

  async function start() {
    if (go.disabled) return;
    working = new AbortController();
    go.disabled = true;
    stop.disabled = false;
    say.say('Measuring…');
    try {
      await measure(follow);
      say.say('');
    } catch (e) {
      say.say(isCancelled(e) ? 'Cancelled.' : e.message, !isCancelled(e));
    }
    go.disabled = false;
    stop.disabled = true;
  }

  const chosen = number('Image', { id: `${id}-image`, min: 0, max: Math.max(0, model.shown - 1), step: 1, value: 0, change: (value) => ((image = value), measure.reset()) });
  home.append(element('div', { className: 'controls' }, chosen, ...controls(model), go, stop), say, ...parts, element('figcaption', {}, `${caption} The model is ${model.name}.`));
  if (model.shown === 0) {
    go.disabled = true;
    say.say('There are no images yet: start inspect with a data set, or drop a picture on its page.');
  }
}

/** Lesson 3: colours, and the exact divergence beside estimates by probes, of the same noise. */
export async function estimates(home) {
  let probes = 1;
  let found = [];
  const chart = new LineChart({ id: 'estimates', title: 'Bits/dim by draw of noise and probes', xLabel: 'seed', yLabel: 'bits/dim', xText: whole });
  const readout = element('p', { className: 'readout', id: 'estimate-error', role: 'status' });
  const show = () => {
    const x = found.map((_, i) => i + 1);
    chart.series = found.length
      ? [
          { name: 'exact', x, y: found.map(({ exact }) => exact), colour: 0, dash: 0 },
          { name: `${probes} probes`, x, y: found.map(({ estimate }) => estimate), colour: 1, dash: 1 },
        ]
      : [];
    const mean = found.reduce((sum, { exact, estimate }) => sum + (estimate - exact) ** 2, 0) / found.length;
    readout.textContent = found.length ? `${found.length} draws: the estimate is off by ${short(Math.sqrt(mean), 2)} bits/dim (root of the mean square).` : '';
  };
  const measure = async (follow) => {
    for (let i = 0; i < 4; i++) {
      const seed = found.length + 1;
      const exact = (await follow({ seed })).bits_per_dim;
      const estimate = (await follow({ seed, divergence: probes === 1 ? 'hutchinson' : `hutchinson:${probes}` })).bits_per_dim;
      found.push({ exact, estimate });
      show();
    }
  };
  measure.reset = () => {
    found = [];
    show();
  };
  const pick = () => [
    choice('Probes', {
      id: 'probes',
      options: Object.fromEntries([1, 2, 4, 8, 16, 32].map((n) => [n, n])),
      value: 1,
      change: (value) => ((probes = Number(value)), measure.reset()),
    }),
  ];
  await measuring(home, { id: 'estimates', controls: pick, words: 'Draw four', measure, caption: 'Each draw has its own noise of the pixels and its own probes; exact and estimated share the noise.', parts: [readout, chart.element] });
  home.prepend(...colours());
}

/** Lesson 6: one image at every tolerance. */
export async function tolerance(home) {
  let solver = 'dopri5';
  const one = (id, title, label) => new LineChart({ id, title, xLabel: 'tolerance', yLabel: label, xText: (x) => (whole(x) ? `1e−${x}` : '') });
  const value = one('by-tolerance', 'Bits/dim by tolerance', 'bits/dim');
  const work = one('work-by-tolerance', 'Evaluations by tolerance', 'evaluations');
  const rows = element('div', { id: 'tolerances' });
  const measure = async (follow) => {
    const found = [];
    for (let n = 1; n <= 6; n++) {
      found.push({ n, ...(await follow({ solver, tolerance: Number(`1e-${n}`) })) });
      const x = found.map((each) => each.n);
      value.series = [{ name: solver, x, y: found.map((each) => each.bits_per_dim), colour: 0, dash: 0 }];
      work.series = [{ name: solver, x, y: found.map((each) => each.evaluations), colour: 1, dash: 0 }];
      const steps = (each, accepted) => each.levels.reduce((sum, level) => sum + level.steps.filter((step) => step.accepted === accepted).length, 0);
      rows.replaceChildren(
        table(
          'What each tolerance gives',
          ['tolerance', 'bits/dim', 'evaluations', 'accepted', 'rejected'],
          found.map((each) => [`1e−${each.n}`, bits(each.bits_per_dim, 5), each.evaluations.toFixed(0), String(steps(each, true)), String(steps(each, false))]),
        ),
      );
    }
  };
  measure.reset = () => rows.replaceChildren();
  const pick = (model) => [choice('Solver', { id: 'tolerance-solver', options: Object.fromEntries(model.solvers.map((name) => [name, name])), value: solver, change: (name) => (solver = name) })];
  await measuring(home, { id: 'tolerance', controls: pick, words: 'Measure at six tolerances', measure, caption: 'One image, the same noise each time.', parts: [rows, value.element, work.element] });
}

/** Lesson 8: one image under several noises, averaged and together in one logarithm. */
export async function dequantisation(home) {
  let found = [];
  const chart = new LineChart({ id: 'noises', title: 'The two bounds as noises are added', xLabel: 'noises', yLabel: 'bits/dim', xText: whole });
  const readout = element('p', { className: 'readout', id: 'bounds', role: 'status' });
  /** −log₂ of the mean of 2^(−bits), per dimension. */
  const together = (all, dimensions) => {
    const least = Math.min(...all);
    const mean = all.reduce((sum, b) => sum + 2 ** (-(b - least) * dimensions), 0) / all.length;
    return least - Math.log2(mean) / dimensions;
  };
  const show = (dimensions) => {
    const x = found.map((_, i) => i + 1);
    const sofar = (of) => x.map((n) => of(found.slice(0, n)));
    const means = sofar((all) => all.reduce((a, b) => a + b, 0) / all.length);
    const bounds = sofar((all) => together(all, dimensions));
    chart.series = [
      { name: 'each noise', x, y: found, colour: 5, dash: 2 },
      { name: 'their mean', x, y: means, colour: 0, dash: 0 },
      { name: 'one logarithm', x, y: bounds, colour: 1, dash: 1 },
    ];
    readout.textContent = `${found.length} noises: their mean ${bits(means.at(-1))}, in one logarithm ${bits(bounds.at(-1))} bits/dim, tighter by ${bits(means.at(-1) - bounds.at(-1))}.`;
  };
  const measure = async (follow) => {
    for (let i = 0; i < 4; i++) {
      const { bits_per_dim: one, dimensions } = await follow({ seed: found.length + 1 });
      found.push(one);
      show(dimensions);
    }
  };
  measure.reset = () => {
    found = [];
    chart.series = [];
    readout.textContent = '';
  };
  await measuring(home, { id: 'noises', words: 'Draw four noises', measure, caption: 'The cell of an image has one probability; each noise gives a sample of a bound of it.', parts: [readout, chart.element] });
}

/** Lesson 9: what a wrong practice says of an image. */
export async function wrongLikelihoods(home) {
  /** What a practice is done to, where that is not the exact divergence. */
  const done = { 'redrawn-probe': { divergence: 'hutchinson' } };
  let fault = 'bin-centre';
  let rows = [];
  const shown = element('div', { id: 'wrongs' });
  const measure = async (follow) => {
    const { wrong, bits_per_dim: right } = await follow({ fault, ...done[fault] });
    rows = rows.filter(([name]) => name !== fault);
    rows.push([fault, bits(right), bits(wrong.bits_per_dim), `${wrong.bias > 0 ? '+' : ''}${bits(wrong.bias)}`, wrong.meaning]);
    shown.replaceChildren(table('What each practice says, in bits/dim', ['practice', 'right', 'told', 'bias', 'what it is'], rows));
  };
  measure.reset = () => {
    rows = [];
    shown.replaceChildren();
  };
  const pick = (model) => {
    const all = model.faults.filter((name) => name !== 'none');
    return [choice('Practice', { id: 'practice', options: Object.fromEntries(all.map((name) => [name, name])), value: fault, change: (name) => (fault = name) })];
  };
  await measuring(home, { id: 'wrong', controls: pick, words: 'Measure it wrongly', measure, caption: 'One image of your choice, right and wrong; a redrawn probe is compared with an estimate by one that is not. The fourth practice needs several noises and is left to its command; the last needs a model of another kind, and says so.', parts: [shown] });
}
