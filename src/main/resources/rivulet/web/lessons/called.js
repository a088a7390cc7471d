// Figures with calls of their own: a block of four pixels under every wavelet, a gradient by every adjoint, a flow by either objective.
import { get, isCancelled, run as runTask } from './api.js';
import { LineChart } from './chart.js';
import { button, element, message, slider, table } from './controls.js';
import { grey, diverging } from './colour.js';
import { canvas, drawHeat } from './picture.js';
import { fixed } from './scale.js';

const NAMES = { a: 'Upper left', b: 'Upper right', c: 'Lower left', d: 'Lower right' };

/** Asks with the last values only: an answer that is no longer wanted is dropped. */
function latest(path, show, say) {
  let asked = 0;
  return async (request) => {
    const mine = ++asked;
    try {
      const found = await get(path, request);
      if (mine === asked) {
        say.say('');
        show(found);
      }
    } catch (e) {
      if (mine === asked) say.say(e.message, true);
    }
  };
}

/** Lesson 4. */
export async function wavelet(home) {
  const block = { a: 0.1, b: 0.4, c: 0.2, d: 0.9 };
  const say = message();
  const picture = canvas(2, 2, 60, 'The block of four pixels');
  const parts = element('div', { className: 'controls', id: 'parts' });
  const rows = element('div', { id: 'splits' });
  const show = ({ wavelets }) => {
    drawHeat(picture.getContext('2d'), Object.values(block), 2, 2, 0, 1, grey);
    parts.replaceChildren(
      ...wavelets.map(({ name, coarse, details }) => {
        const made = canvas(4, 1, 34, `${name}: coarse ${fixed(coarse)}, details ${details.map((d) => fixed(d)).join(', ')}`);
        const context = made.getContext('2d');
        drawHeat(context, [NaN, ...details], 4, 1, -1, 1, diverging);
        context.fillStyle = `rgb(${grey(coarse).join()})`;
        context.fillRect(0, 0, 1, 1);
        return element('span', { className: 'control' }, made, name);
      }),
    );
    rows.replaceChildren(
      table(
        'Coarse, details and the logarithm of the volume',
        ['wavelet', 'coarse', 'details', 'ln |det|'],
        wavelets.map(({ name, coarse, details, log_determinant: log }) => [name, fixed(coarse), details.map((d) => fixed(d)).join('  '), fixed(log)]),
      ),
    );
  };
  const ask = latest('api/lessons/wavelet', show, say);
  const controls = Object.keys(block).map((key) =>
    slider(NAMES[key], { id: `pixel-${key}`, min: 0, max: 1, step: 0.05, value: block[key], shown: (v) => v.toFixed(2), change: (v) => ((block[key] = v), ask(block)) }),
  );
  home.append(
    element('div', { className: 'controls' }, ...controls),
    say,
    element('div', { className: 'picture' }, picture),
    parts,
    rows,
    element('figcaption', {}, 'The block, and beside each other the coarse value (grey) and three details (blue below zero, orange above) by each wavelet.'),
  );
  await ask(block);
}

const EXPONENTS = Array.from({ length: 13 }, (_, i) => 1 + i / 2);

/** Lesson 5. */
export async function adjoints(home) {
  const say = message();
  const chart = new LineChart({ id: 'errors', title: 'Distance from the pendulum’s own gradient', xLabel: 'tolerance', yLabel: 'distance', xText: (n) => (Number.isInteger(n) ? `1e−${n}` : '') });
  const rows = element('div', { id: 'gradients' });
  const show = ({ steps, exact, differences, adjoints: all }) =>
    rows.replaceChildren(
      table(
        `Gradients after ${steps} steps of bosh3; small differences of the solve at these steps give ${fixed(differences, 5)}, the pendulum’s own is ${fixed(exact, 5)}`,
        ['adjoint', 'gradient', 'off the solve’s', 'off the pendulum’s'],
        all.map(({ name, gradient }) => [name, fixed(gradient, 5), fixed(gradient - differences, 5), fixed(gradient - exact, 5)]),
      ),
    );
  const ask = latest('api/lessons/adjoints', show, say);
  const at = (n) => ({ tolerance: 10 ** -n });
  home.append(
    element('div', { className: 'controls' }, slider('Tolerance', { id: 'adjoint-tolerance', min: 1, max: 7, step: 0.5, value: 2, shown: (n) => (10 ** -n).toExponential(0).replace('-', '−'), change: (n) => ask(at(n)) })),
    say,
    rows,
    chart.element,
    element('figcaption', {}, 'The derivative of the angle after ten seconds by the angle at the start. Whatever the tolerance, only the discrete adjoint has the slope of the function that was computed.'),
  );
  await ask(at(2));
  const found = await Promise.all(EXPONENTS.map((n) => get('api/lessons/adjoints', at(n))));
  chart.log = true;
  chart.series = found[0].adjoints.map(({ name }, i) => ({
    name,
    x: EXPONENTS,
    y: found.map(({ exact, adjoints: all }) => Math.abs(all[i].gradient - exact)),
    colour: i,
    dash: i,
  }));
}

/** Of lesson 7: the trainings that the text quotes. */
const TRAININGS = [
  { objective: 'likelihood', updates: 15, seed: 1 },
  { objective: 'matching', updates: 500, seed: 1 },
];

/** Trains a flow by either objective; put before the caption of the figure. */
export async function trainings(home) {
  const say = message();
  const rows = element('div', { id: 'trainings' });
  let working = null;
  const go = button('Train both as the text does', { id: 'objectives-train', press: () => start() });
  const stop = button('Cancel', { id: 'objectives-stop', press: () => working?.abort() });
  stop.disabled = true;

  async function start() {
    working = new AbortController();
    go.disabled = true;
    stop.disabled = false;
    const found = [];
    try {
      for (const asked of TRAININGS) {
        const progress = ({ done, all }) => say.say(`${asked.objective}: update ${done} of ${all}`);
        found.push(await runTask('api/lessons/objectives', asked, { progress }, working.signal));
        rows.replaceChildren(
          table(
            'Two moons: −ln p of 2,000 held-out points, in nats',
            ['objective', 'updates', '−ln p', 'standard error', 'above the entropy'],
            found.map((one) => [one.objective, String(one.updates), fixed(one.nll), fixed(one.standard_error), fixed(one.nll - one.entropy)]),
          ),
        );
      }
      say.say('');
    } catch (e) {
      say.say(isCancelled(e) ? 'Cancelled.' : e.message, !isCancelled(e));
    }
    go.disabled = false;
    stop.disabled = true;
  }

  home.querySelector('figcaption').before(element('div', { className: 'controls' }, go, stop), say, rows);
}
