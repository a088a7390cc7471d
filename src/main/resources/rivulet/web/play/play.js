// The page of `play`: one flow or two that train, their pictures in motion, and what is asked of them.
import { get, isCancelled, listen } from './api.js';
import { button, calm, choice, element, message, number, slider, tick } from './controls.js';
import { count, short } from './scale.js';
import { Lab } from './lab.js';
import { Sketch } from './sketch.js';

/** A picture takes its time on the server; this share of the time is left to training alone. */
const REST = 2.5;
const SHORTEST = 1000;
/** From noise to data, and a while to look at what came. */
const SECONDS = 4;
const LOOK = 1.2;
const ALL = 1e6;
/** Milliseconds between frames while it trains: every other one of 60 in a second. */
const FRAME = 25;
const RATES = [0, 1000, 300, 100, 30, 10, 3];

const place = (id) => document.getElementById(id);
const trouble = message();
const say = (text, bad = false) => trouble.say(text, bad);
const shown = { density: true, contours: true, data: false, arrows: true, particles: true, paths: false, lines: true, mass: true, known: true, bars: true };
const solving = { method: 'dopri5', kind: 'tolerance', tolerance: 1e-5, steps: 20 };
const frames = { drawn: 0, since: performance.now() };
let labs = [];
let both = false;
let rate = 0;
let runs = false;
let time = 0;
let playing = !calm();
let timeSlider;
let runButton;
let playButton;
let forgetButton;
let choices;

const inUse = () => (both ? labs : labs.slice(0, 1));
const solver = () => ({ method: solving.method, ...(solving.kind === 'steps' ? { steps: solving.steps } : { tolerance: solving.tolerance }) });

let before = Promise.resolve();

/** Does something that may be refused, after what was asked for before it. */
function attempt(work) {
  before = before.then(async () => {
    try {
      say('');
      await work();
    } catch (e) {
      if (!isCancelled(e)) say(e.message, true);
    }
  });
  return before;
}

function pressRun(on) {
  runs = on;
  runButton.textContent = on ? 'Pause' : 'Run';
  runButton.setAttribute('aria-pressed', String(on));
}

const go = (updates) => Promise.all(inUse().map((lab) => lab.go(updates, rate)));

/** All flows begin anew, by their settings and the same seed. */
function reset(changed = labs[0]) {
  return attempt(async () => {
    const again = runs;
    pressRun(false);
    for (const lab of inUse()) lab.settings.seed = changed.settings.seed;
    for (const lab of inUse()) await lab.start();
    layers();
    wake();
    if (!again) return;
    await go(ALL);
    pressRun(true);
  });
}

function run(on) {
  return attempt(async () => {
    await go(on ? ALL : 0);
    pressRun(on);
  });
}

/** Pictures of what is new, one after the other, with rests for the training. */
let waker = () => {};
const wake = () => waker();

async function pictures() {
  for (;;) {
    const begin = performance.now();
    let news = false;
    for (const lab of inUse()) {
      try {
        news = (await lab.look()) || news;
      } catch (e) {
        if (!isCancelled(e)) say(e.message, true);
      }
    }
    const took = performance.now() - begin;
    const trains = inUse().some((lab) => lab.state?.running);
    const rest = news && trains ? Math.max(SHORTEST, REST * took) : 200;
    await new Promise((done) => {
      waker = done;
      setTimeout(done, rest);
    });
    waker = () => {};
  }
}

/** Time runs from noise, 1, to data, 0, and begins again. */
let drawn = null;
let waited = 0;

function animate(now) {
  requestAnimationFrame(animate);
  // Half of a screen's frames are smooth enough, and leave the processor to the training.
  if (drawn !== null && now - drawn < FRAME && inUse().some((lab) => lab.state?.running)) return;
  if (playing && drawn !== null) {
    const cycle = SECONDS + LOOK;
    const phase = (((1 - time) * SECONDS + waited) + Math.min(0.1, (now - drawn) / 1000)) % cycle;
    waited = Math.max(0, phase - SECONDS);
    setTime(Math.max(0, 1 - phase / SECONDS));
  }
  drawn = now;
  for (const lab of inUse()) lab.draw(time);
  frames.drawn++;
}

function setTime(next) {
  time = next;
  timeSlider.set(Math.round(1000 * (1 - time)));
}

function describe() {
  for (const lab of inUse()) lab.describe(time);
}

function press(on) {
  playing = on;
  playButton.textContent = on ? 'Stop time' : 'Let time run';
  playButton.setAttribute('aria-pressed', String(on));
  describe();
}

function trainingControls() {
  runButton = button('Run', { id: 'run', press: () => run(!runs) });
  place('training').append(
    runButton,
    button('Step', { id: 'step', press: () => attempt(() => go(1).then(() => pressRun(false))) }),
    button('Reset', { id: 'reset', press: () => reset() }),
    choice('Speed', {
      id: 'speed',
      options: Object.fromEntries(RATES.map((r) => [r, r ? `${count(r)} updates/s` : 'as fast as it goes'])),
      value: 0,
      change: (value) => {
        rate = Number(value);
        if (runs) run(true);
      },
    }),
    tick('Two flows beside each other', { id: 'compare', value: false, change: compare }),
  );
}

function compare(on) {
  both = on;
  if (on && labs.length === 1) labs.push(makeLab(1));
  place('labs').replaceChildren(...inUse().map((lab) => lab.element));
  place('labs').classList.toggle('one', !on);
  if (!on) attempt(() => labs[1].go(0, 0));
  reset();
}

function showControls() {
  forgetButton = button('Forget the point', { id: 'forget', press: () => labs.forEach((lab) => lab.unfollow()) });
  forgetButton.hidden = true;
  playButton = button('', { id: 'flow', press: () => press(!playing) });
  timeSlider = slider('Time', {
    id: 'time',
    min: 0,
    max: 1000,
    value: 1000,
    shown: (v) => `t = ${(1 - v / 1000).toFixed(3)}${{ 0: ', noise', 1000: ', data' }[v] ?? ''}`,
    change: (v) => {
      press(false);
      time = 1 - v / 1000;
      describe();
    },
  });
  const solve = (key) => (value) => {
    solving[key] = value;
    methods();
    wake();
  };
  place('show').append(timeSlider, playButton, forgetButton);
  place('solving').append(
    choice('Steps', { id: 'kind', options: { tolerance: 'to a tolerance', steps: 'equal' }, value: 'tolerance', change: solve('kind') }),
    choice('Solver', { id: 'solver', options: {}, value: '', change: solve('method') }),
    choice('Tolerance', {
      id: 'tolerance',
      options: Object.fromEntries([2, 3, 4, 5, 6, 7].map((n) => [10 ** -n, `1e−${n}`])),
      value: solving.tolerance,
      change: (value) => solve('tolerance')(Number(value)),
    }),
    number('Number of steps', { id: 'steps', min: 1, max: 1000, step: 1, value: solving.steps, change: solve('steps') }),
  );
  place('details').open = matchMedia('(min-width: 40rem) and (min-height: 54rem)').matches;
  methods();
}

/** What the pictures of now can show. */
function layers() {
  const all = Object.assign({}, ...inUse().map((lab) => lab.layers));
  const ticks = Object.entries(all).map(([key, words]) =>
    tick(words, {
      id: `show-${key}`,
      value: shown[key],
      change: (on) => {
        shown[key] = on;
        labs.forEach((lab) => lab.show());
      },
    }),
  );
  place('layers').replaceChildren(...ticks);
}

/** Only methods that estimate their error can keep to a tolerance. */
function methods() {
  const equal = solving.kind === 'steps';
  const fitting = choices.solvers.filter((one) => equal || one.adaptive).map(({ name }) => name);
  if (!fitting.includes(solving.method)) solving.method = 'dopri5';
  place('solver').parentElement.fill(Object.fromEntries(fitting.map((name) => [name, name])), solving.method);
  place('tolerance').disabled = equal;
  place('steps').disabled = !equal;
}

const makeLab = (n) => new Lab(n, choices, { say, solver, layers: () => shown, changed: (lab) => reset(lab), followed: () => (forgetButton.hidden = !labs.some((lab) => lab.follows)) });

/** Frames that were drawn each second, for those who ask. */
export const frameRate = () => (1000 * frames.drawn) / (performance.now() - frames.since);
export const restartFrames = () => Object.assign(frames, { drawn: 0, since: performance.now() });

async function start() {
  place('message').append(trouble);
  try {
    choices = await get('api/play/choices');
    Object.assign(solving, { method: choices.solver, tolerance: choices.tolerance });
    trainingControls();
    showControls();
    labs = [makeLab(0)];
    place('labs').append(labs[0].element);
    place('labs').classList.add('one');
    new Sketch(place('sketch'), async () => {
      labs[0].settings.data = 'drawn';
      place('training').scrollIntoView({ behavior: calm() ? 'instant' : 'smooth' });
      await reset();
      await run(true);
    });
    listen('api/play/training', {}, {
      state: ({ lab, state }) => {
        labs[lab]?.heard(state);
        if (!state.running) wake();
        if (runs && inUse().every((one) => one.state && !one.busy)) pressRun(false);
      },
      losses: (data) => labs[data.lab]?.lost(data),
    }).catch((e) => isCancelled(e) || say(e.message, true));
    press(playing);
    await attempt(() => labs[0].start()); // what is refused can be chosen otherwise
    layers();
    labs[0].tell();
    pictures();
    requestAnimationFrame(animate);
  } catch (e) {
    say(e.message, true);
  }
}

start();
