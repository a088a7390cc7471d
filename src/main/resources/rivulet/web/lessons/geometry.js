// Figures that are geometry: maps, areas and paths in closed form. No number here is the model's.
import { drawn, LineChart } from './chart.js';
import { choice, element, number, slider } from './controls.js';
import { fixed, linear, short } from './scale.js';

const WIDTH = 640;

/** A drawing in its own units, with words for those who cannot see it. */
function drawing(height, words) {
  const svg = drawn('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': words });
  const home = element('div', { className: 'drawing' });
  home.append(svg);
  return { home, svg };
}

const line = (style, points) => drawn('polyline', { class: style, points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ') });
const label = (x, y, text, anchor = 'start') => drawn('text', { x, y, 'text-anchor': anchor }, text);

/** y = c (x + a sin x): how it spreads the line, and the density with and without its slope. */
export async function changeOfVariables(home) {
  let a = 0.8;
  let c = 1;
  let at = 0;
  const map = (x) => c * (x + a * Math.sin(x));
  const slope = (x) => c * (1 + a * Math.cos(x));
  const normal = (y) => Math.exp((-y * y) / 2) / Math.sqrt(2 * Math.PI);
  const log = (x) => Math.log(slope(x)) - (map(x) ** 2 + Math.log(2 * Math.PI)) / 2;
  const chart = new LineChart({ id: 'densities', title: 'Density of x', xLabel: 'x', yLabel: 'p', xText: (x) => short(x, 3) });
  const { home: picture, svg } = drawing(150, 'The map: equal steps of x above, where they go below');
  const readout = element('p', { className: 'readout', id: 'masses', role: 'status' });
  const x = Array.from({ length: 241 }, (_, i) => (i - 120) / 20);
  const mass = (p) => x.reduce((sum, v) => sum + 0.05 * p(v), 0);
  const draw = () => {
    const scale = linear(-6, 6, 20, WIDTH - 20);
    const [from, to] = [at - 0.25, at + 0.25];
    svg.replaceChildren(label(20, 14, 'x'), label(20, 146, 'y = g(x)'));
    for (let i = -24; i <= 24; i++) svg.append(line('thin s0', [[scale.at(i / 4), 24], [scale.at(map(i / 4)), 126]]));
    svg.append(line('heavy s1', [[scale.at(from), 24], [scale.at(to), 24]]), line('heavy s1', [[scale.at(map(from)), 126], [scale.at(map(to)), 126]]));
    const right = (v) => normal(map(v)) * slope(v);
    const wrong = (v) => normal(map(v));
    chart.series = [
      { name: 'with the slope', x, y: x.map(right), colour: 0, dash: 0 },
      { name: 'without', x, y: x.map(wrong), colour: 1, dash: 1 },
    ];
    chart.rest = at;
    readout.textContent = `At x = ${fixed(at, 1)} the slope is ${fixed(slope(at), 3)}: p ${fixed(right(at))}, without the slope ${fixed(wrong(at))}; ln p ${fixed(log(at), 3)} nats. Mass ${fixed(mass(right))}, without the slope ${fixed(mass(wrong))}.`;
  };
  home.append(
    element('p', { className: 'quiet' }, 'g(x) = c (x + a sin x)'),
    element(
      'div',
      { className: 'controls' },
      slider('Bend a', { id: 'bend', min: 0, max: 0.95, step: 0.05, value: a, shown: (v) => v.toFixed(2), change: (v) => ((a = v), draw()) }),
      slider('Steepness c', { id: 'steepness', min: 0.5, max: 2, step: 0.1, value: c, shown: (v) => v.toFixed(1), change: (v) => ((c = v), draw()) }),
      slider('Place x', { id: 'place', min: -4, max: 4, step: 0.1, value: at, shown: (v) => fixed(v, 1), change: (v) => ((at = v), draw()) }),
    ),
    picture,
    readout,
    chart.element,
    element('figcaption', {}, 'Above, the map: lines lead from equal steps of x to where they go, and the bar shows how long half a unit around x becomes. Below, the density.'),
  );
  draw();
}

/** The unit square under dz/dt = A z; A has a, b in its upper row and 0, d in the lower. */
export async function trace(home) {
  const values = { first: -1, shear: 2, second: 0.5, t: 1 };
  const { home: picture, svg } = drawing(320, 'The unit square and what becomes of it');
  const readout = element('p', { className: 'readout', id: 'area', role: 'status' });
  const draw = () => {
    const { first, shear, second, t } = values;
    const [p, q] = [Math.exp(first * t), Math.exp(second * t)];
    const side = first === second ? shear * t * p : (shear * (q - p)) / (second - first);
    const corners = [[0, 0], [p, 0], [p + side, q], [side, q]];
    const [low, high] = [Math.min(0, side, ...corners.map(([x]) => x)), Math.max(1, ...corners.map(([x]) => x))];
    const across = Math.max(high - low, 2.2 * Math.max(1, q));
    const x = linear(low - 0.05 * across, low + 1.05 * across, 10, WIDTH - 10);
    const unit = x.at(1) - x.at(0);
    const place = ([u, v]) => `${x.at(u).toFixed(1)},${(300 - unit * v).toFixed(1)}`;
    const shape = (style, points) => drawn('polygon', { class: style, points: points.map(place).join(' ') });
    svg.replaceChildren(shape('outline', [[0, 0], [1, 0], [1, 1], [0, 1]]), shape('shape', corners));
    const area = p * q;
    readout.textContent = `Area ${fixed(area, 6)}, its logarithm ${fixed(Math.log(area), 6)}; the integral of the trace ${fixed((first + second) * t, 6)}.`;
  };
  const change = (key) => (value) => {
    values[key] = value;
    draw();
  };
  home.append(
    element(
      'div',
      { className: 'controls' },
      slider('Time', { id: 'time', min: 0, max: 1, step: 0.01, value: 1, shown: (v) => v.toFixed(2), change: change('t') }),
      slider('a, upper left', { id: 'first', min: -1.5, max: 1.5, step: 0.1, value: -1, shown: (v) => fixed(v, 1), change: change('first') }),
      slider('d, lower right', { id: 'second', min: -1.5, max: 1.5, step: 0.1, value: 0.5, shown: (v) => fixed(v, 1), change: change('second') }),
      number('b, upper right', { id: 'shear', min: -500, max: 500, value: 2, change: change('shear') }),
    ),
    picture,
    readout,
    element('figcaption', {}, 'Dashed, the unit square at t = 0; A has a, b in its upper row and 0, d in the lower. What stands beside the diagonal, b, shears the square and leaves its area alone.'),
  );
  draw();
}

/** Straight paths from data at ±1 to noise, and the flow along their mean velocity. */
export async function objectives(home) {
  const asked = { paths: 10, pairing: 'independent' };
  const { home: picture, svg } = drawing(300, 'Straight paths from two data points to noise, and the trajectories of the flow');
  const readout = element('p', { className: 'readout', id: 'crossings', role: 'status' });
  const draw = () => {
    const n = asked.paths;
    const noise = Array.from({ length: n }, (_, i) => quantile((i + 0.5) / n));
    const data = noise.map((_, i) => (asked.pairing === 'independent' ? (i * 7 + 3) % n < n / 2 : i < n / 2) ? -1 : 1);
    const x = linear(0, 1, 40, WIDTH - 40);
    const y = linear(-2.4, 2.4, 280, 10);
    svg.replaceChildren(label(0, 296, 'data, t = 0'), label(WIDTH, 296, 'noise, t = 1', 'end'));
    noise.forEach((e, i) => svg.append(line('thin s1', [[x.at(0), y.at(data[i])], [x.at(1), y.at(e)]])));
    for (const e of noise) svg.append(line('thick s0', backwards(e, asked.pairing === 'optimal').map(([t, z]) => [x.at(t), y.at(z)])));
    let crossings = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if ((data[i] - data[j]) * (noise[i] - noise[j]) < 0) crossings++;
    readout.textContent = `The straight paths (thin) cross ${crossings} times; the trajectories of the flow (thick) never.`;
  };
  home.append(
    element(
      'div',
      { className: 'controls' },
      slider('Paths', { id: 'paths', min: 2, max: 24, step: 2, value: asked.paths, change: (v) => ((asked.paths = v), draw()) }),
      choice('Pairs of data and noise', { id: 'pairing', options: { independent: 'by chance', optimal: 'in their order (optimal)' }, value: 'independent', change: (v) => ((asked.pairing = v), draw()) }),
    ),
    picture,
    readout,
    element('figcaption', {}, 'Data are two points. The flow goes along the mean velocity of all paths, by chance paired or in order, that pass a place at a time.'),
  );
  draw();
}

/** Where a share of N(0, 1) ends, by halving. */
function quantile(share) {
  const below = (z) => {
    let sum = 0;
    for (let u = -6; u < z; u += 0.01) sum += 0.01 * Math.exp((-u * u) / 2);
    return sum / Math.sqrt(2 * Math.PI);
  };
  let [low, high] = [-4, 4];
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < share) low = middle;
    else high = middle;
  }
  return low;
}

/** The trajectory that ends in a noise, from t = 1 back: places by time. */
function backwards(noise, optimal) {
  const steps = 200;
  const way = [[1, noise]];
  let z = noise;
  for (let i = steps; i > 1; i--) {
    const t = i / steps;
    z -= velocity(z, t, optimal) / steps;
    way.push([t - 1 / steps, z]);
  }
  return way;
}

/** The mean of ε − x over the paths through z at time t, of data x = ±1. */
function velocity(z, t, optimal) {
  const of = (x) => (z - (1 - t) * x) / t - x;
  if (optimal) return of(z < 0 ? -1 : 1);
  const far = (x) => (z - (1 - t) * x) ** 2 / (2 * t * t);
  const high = 1 / (1 + Math.exp(far(1) - far(-1)));
  return (1 - high) * of(-1) + high * of(1);
}
