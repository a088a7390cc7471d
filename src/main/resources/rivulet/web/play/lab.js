// One place where a flow trains: its settings, its picture, its curves, its numbers.
import { get, isCancelled, post, run as runTask } from './api.js';
import { LineChart } from './chart.js';
import { button, element } from './controls.js';
import { count, fixed, short } from './scale.js';
import { Line } from './line.js';
import { Plane } from './plane.js';
import { Settings } from './settings.js';

const DATA_POINTS = 1000;
/** Held-out points of the curve while it trains; the number at the end is of 10,000, as `play` has it. */
const SOME_POINTS = 256;
const ALL_POINTS = 10000;
const INTERVALS = 60;
/** Of pictures while it trains: what nobody sees is not solved. */
const DRAFT_TOLERANCE = 1e-3;

const moment = (t) => short(t, 3);

export class Lab {
  #number;
  #say;
  #solver;
  #layers;
  #followed;
  #picture = null;
  #data = null;
  #dropped = null;
  #losses = { x: [], y: [] };
  #nll = { x: [], y: [], evaluations: [] };
  #started = null;
  #view = null;
  #home = element('div', { className: 'picture' });
  #next = null;
  #asking = false;
  #told = element('p', { className: 'quiet' }, '');
  #exact = element('p', { className: 'readout' }, '');
  #way = element('output', { className: 'readout' });

  /** `solver` and `layers` are functions that say how the page has them now; `changed` is told when settings were chosen, `followed` when a point is or no longer is. */
  constructor(number, choices, { say, solver, layers, changed, followed }) {
    const id = 'ab'[number];
    this.#number = number;
    this.#say = say;
    this.#solver = solver;
    this.#layers = layers;
    this.#followed = followed;
    this.settings = new Settings(id, choices, () => changed(this));
    this.#way.id = `${id}-way`;
    this.#exact.id = `${id}-exact`;
    this.#told.id = `${id}-told`;
    const chart = (name, title, xLabel, yLabel, xText = count) => new LineChart({ id: `${id}-${name}`, title, xLabel, yLabel, xText });
    this.lossChart = chart('loss', 'What is descended', 'update', 'loss');
    this.nllChart = chart('nll', '−ln p of held-out points', 'update', 'nats');
    this.evaluationChart = chart('evaluations', 'Evaluations for each point', 'update', 'evaluations');
    this.wayChart = chart('likelihood', 'ln p of the followed point, there and back', 't', 'nats', moment);
    this.stepChart = chart('steps', 'Its steps: size h', 't', 'h', moment);
    this.lossChart.window = 20;
    this.#way.hidden = this.wayChart.element.hidden = this.stepChart.element.hidden = true;
    this.element = element(
      'article',
      { className: 'panel flow', id: `lab-${id}`, 'aria-label': `Flow ${id.toUpperCase()}` },
      element('h2', {}, `Flow ${id.toUpperCase()}`),
      element('div', { className: 'view' }, this.#home, this.#told, this.#way, this.#exact),
      element(
        'div',
        { className: 'side' },
        this.settings.element,
        element('div', { className: 'controls' }, button('Measure 10,000 points', { id: `${id}-measure`, press: () => this.measureAll() })),
        element('div', { className: 'charts' }, this.nllChart.element, this.lossChart.element, this.evaluationChart.element, this.wayChart.element, this.stepChart.element),
      ),
    );
  }

  /** The picture that fits points of so many columns. */
  #see(dimensions) {
    const View = dimensions === 1 ? Line : Plane;
    if (this.#view instanceof View) return;
    const id = 'ab'[this.#number];
    this.#view = new View(`${id}-${View.name.toLowerCase()}`, `Flow ${id.toUpperCase()}`, (...point) => this.follow(...point));
    this.#home.replaceChildren(this.#view.element);
  }

  /** What its picture can show: words by key. */
  get layers() {
    return this.#view?.constructor.layers ?? {};
  }

  /** Draws the picture at a time of the flow. */
  draw(time) {
    this.#view?.draw(time);
  }

  describe(time) {
    this.#view?.describe(time);
  }

  get busy() {
    return this.state && !this.state.done && !this.state.ended;
  }

  /** Starts the training anew by the settings; it waits for its first update. */
  async start() {
    this.#started = await post('api/play/start', { lab: this.#number, ...this.settings.request });
    this.settings.told = this.#started;
    this.#see(this.#started.dimensions);
    this.state = null;
    this.#picture = null;
    this.#data = null;
    this.#losses = { x: [], y: [] };
    this.#nll = { x: [], y: [], evaluations: [] };
    this.#exact.textContent = '';
    for (const chart of [this.lossChart, this.nllChart, this.evaluationChart]) chart.series = [];
    this.unfollow();
    this.#data = await get('api/play/points', { lab: this.#number, count: DATA_POINTS, seed: this.settings.seed });
    this.show();
    this.tell();
  }

  get follows() {
    return this.#dropped !== null;
  }

  unfollow() {
    this.#dropped = this.#next = null;
    this.#followed();
    if (this.#view) this.#view.course = null;
    this.#way.hidden = this.wayChart.element.hidden = this.stepChart.element.hidden = true;
  }

  go(updates, perSecond) {
    const pace = perSecond > 0 ? { per_second: perSecond } : {};
    return post('api/play/go', { lab: this.#number, updates, ...pace });
  }

  /** An event of the feed. */
  heard(state) {
    if (!this.#started || state.training !== this.#started.training) return;
    this.state = state;
    if (state.problem) this.#say(state.problem, true);
    this.tell();
  }

  lost({ training, restart, updates, losses }) {
    if (!this.#started || training !== this.#started.training) return;
    if (restart) this.#losses = { x: [], y: [] };
    this.#losses.x.push(...updates);
    this.#losses.y.push(...losses);
    if (this.#losses.x.length === 0) return;
    this.lossChart.series = [{ name: 'loss', ...this.#losses, colour: this.#number, dash: 0 }];
  }

  tell() {
    const { update, updates, running, done } = this.state ?? { update: 0, updates: this.#started?.updates ?? 0 };
    const how = done ? 'trained' : running ? 'training' : 'waiting';
    const size = this.#started ? `, ${count(this.#started.parameters)} parameters` : '';
    const old = running && this.#picture ? `; the picture is of update ${count(this.#picture.update)}` : '';
    this.#told.textContent = `${how}: update ${count(update)} of ${count(updates)}${size}${old}`;
  }

  /** What is asked of the server for the picture of now. While it trains, pictures are many rather than fine; the first one is to be there soon. */
  get #wanted() {
    const { asked, draft = {} } = this.#view.constructor;
    const solver = this.#solver();
    if (this.#picture && !this.state?.running) return { ...asked, solver };
    const coarse = solver.tolerance < DRAFT_TOLERANCE ? { tolerance: DRAFT_TOLERANCE } : {};
    return { ...asked, ...draft, solver: { ...solver, ...coarse } };
  }

  /** Asks for the picture of now, unless it is there; tells whether something new came. */
  async look(signal) {
    if (!this.#data) return false; // it starts: a picture is drawn in its data's window
    const wanted = this.#wanted;
    const same = (picture) => picture && this.state && picture.update === this.state.update && picture.wanted === JSON.stringify(wanted);
    if (same(this.#picture)) return false;
    const started = this.#started;
    const { path, read } = this.#view.constructor;
    let found;
    try {
      found = await runTask(path, { lab: this.#number, ...wanted }, {}, signal);
    } catch (e) {
      if (started !== this.#started) return false; // of a training that was replaced
      throw e;
    }
    if (started !== this.#started || found.training !== started.training) return false;
    this.#picture = { ...read(found, wanted), wanted: JSON.stringify(wanted) };
    this.show();
    await this.#some(signal);
    if (this.#dropped) await this.follow(...this.#dropped);
    return true;
  }

  show() {
    this.#view?.show(this.#picture, this.#data, this.#layers());
  }

  get pictured() {
    return this.#picture?.update ?? -1;
  }

  async #some(signal) {
    const found = await runTask('api/play/measure', { lab: this.#number, points: SOME_POINTS, seed: this.settings.seed, solver: this.#solver() }, {}, signal);
    if (found.training !== this.#started.training || this.#nll.x.at(-1) >= found.update) return;
    this.#nll.x.push(found.update);
    this.#nll.y.push(found.nll);
    this.#nll.evaluations.push(found.evaluations);
    this.#curves();
  }

  #curves() {
    const { x, y, evaluations } = this.#nll;
    const { entropy } = this.#started;
    const least = entropy === undefined ? [] : [{ name: 'entropy, the least possible', x: [x[0], x.at(-1)], y: [entropy, entropy], colour: 5, dash: 1 }];
    this.nllChart.series = [{ name: `−ln p of ${SOME_POINTS} points`, x, y, colour: this.#number, dash: 0 }, ...least];
    this.evaluationChart.series = [{ name: 'evaluations', x, y: evaluations, colour: this.#number, dash: 0 }];
  }

  /** Measures as `play` does: the same points, solver and digits. */
  async measureAll() {
    this.#exact.textContent = 'measuring …';
    try {
      const found = await runTask('api/play/measure', { lab: this.#number, points: ALL_POINTS, seed: this.settings.seed, solver: this.#solver() });
      const above = this.#started.entropy === undefined ? '' : `, ${fixed(found.nll - this.#started.entropy)} above the entropy ${fixed(this.#started.entropy)}`;
      this.#exact.textContent = `update ${count(found.update)}: −ln p ${fixed(found.nll)} ± ${fixed(found.standard_error)} nats over ${count(found.points)} held-out points, ${short(found.evaluations)} evaluations for each${above}`;
      Object.assign(this.#exact.dataset, { nll: found.nll, error: found.standard_error, evaluations: found.evaluations, update: found.update });
    } catch (e) {
      this.#exact.textContent = '';
      if (!isCancelled(e)) this.#say(e.message, true);
    }
  }

  /** Follows a point, (x, y) or (x), to its latent and back; while one is asked for, only the latest next one counts. */
  async follow(...point) {
    this.#dropped = this.#next = point;
    this.#followed();
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#next) {
        const [x, y] = this.#next;
        const asked = this.#next;
        this.#next = null;
        const place = y === undefined ? { x } : { x, y };
        const found = await runTask('api/play/follow', { lab: this.#number, ...place, intervals: INTERVALS, solver: this.#solver() });
        if (this.#dropped !== asked || found.training !== this.#started.training) continue;
        this.#view.course = found;
        this.#tellWay(found);
      }
    } catch (e) {
      if (!isCancelled(e)) this.#say(e.message, true);
    } finally {
      this.#asking = false;
    }
  }

  #tellWay({ there, back, log_likelihood: likelihood, update }) {
    const [begin, end] = [there.places[0], back.places.at(-1)];
    const distance = Math.hypot(end.x - begin.x, (end.y ?? 0) - (begin.y ?? 0));
    const ends = ({ steps }) => steps.filter((step) => step.accepted);
    const rejected = there.steps.length - ends(there).length;
    this.#way.textContent = `Point (${this.#dropped.map((v) => short(v, 4)).join(', ')}) at update ${count(update)}: ln p ${short(likelihood, 6)}; there ${ends(there).length} steps accepted, ${rejected} rejected, ${there.evaluations} evaluations; back it ends ${short(distance, 3)} away`;
    this.#way.dataset.ln = likelihood;
    this.#way.hidden = this.wayChart.element.hidden = this.stepChart.element.hidden = false;
    const line = (name, way, value, at, colour, order = (list) => list) => {
      const steps = order(ends(way));
      return { name, x: steps.map(at), y: steps.map(value), colour, dash: colour };
    };
    const after = ({ time, size }) => time + size;
    this.wayChart.series = [
      line('there', there, (s) => s.log_likelihood, after, 0),
      line('back', back, (s) => s.log_likelihood, after, 1, (list) => list.toReversed()),
    ];
    this.stepChart.series = [line('there', there, (s) => s.size, (s) => s.time, 0), line('back', back, (s) => -s.size, (s) => s.time, 1, (list) => list.toReversed())];
  }
}
