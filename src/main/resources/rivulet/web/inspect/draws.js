// What the model makes: samples by seed and temperature, several finer images of a coarse one, walks between images.
import { isCancelled, run as runTask } from './api.js';
import { button, element, message, number, slider, tick } from './controls.js';
import { viridis } from './colour.js';
import { bytes, canvas, drawGrid, drawHeat, gridSize } from './picture.js';
import { floats } from './levels.js';
import { short } from './scale.js';

const WIDTH = 340;

/** A panel that asks for a task and shows the images that come; `more` makes further controls, told how to draw and where to say what. */
function panel(id, title, path, controls, request, words, more = () => []) {
  const picture = element('div', { className: 'picture' });
  const spread = element('div', { className: 'picture' });
  const caption = element('figcaption', {});
  const say = message();
  const bar = element('progress', { max: 1, value: 0, hidden: true, 'aria-label': `${title}: done` });
  let working = null;
  const go = button('Draw', { id: `${id}-draw`, press: () => draw() });
  const stop = button('Cancel', { id: `${id}-stop`, press: () => working?.abort() });
  stop.disabled = true;

  async function draw() {
    if (go.disabled) return;
    working = new AbortController();
    go.disabled = true;
    stop.disabled = false;
    bar.hidden = false;
    bar.value = 0;
    say.say('');
    try {
      const drawn = await runTask(path, request(), { progress: ({ done, all }) => (bar.value = done / all) }, working.signal);
      show(drawn);
    } catch (e) {
      say.say(isCancelled(e) ? 'Cancelled.' : e.message, !isCancelled(e));
    }
    go.disabled = false;
    stop.disabled = true;
    bar.hidden = true;
  }

  function show(drawn) {
    const size = gridSize(drawn, drawn.count);
    const made = canvas(size.width, size.height, Math.max(1, Math.round(WIDTH / size.width)), words(drawn));
    made.id = `${id}-images`;
    drawGrid(made.getContext('2d'), bytes(drawn.pixels), drawn, drawn.count);
    picture.replaceChildren(made);
    const deviation = floats(drawn.deviation);
    const plane = drawn.height * drawn.width;
    const mean = new Float32Array(plane);
    deviation.forEach((value, i) => (mean[i % plane] += value / drawn.channels));
    const most = mean.reduce((a, b) => Math.max(a, b), 1e-9);
    const map = canvas(drawn.width, drawn.height, Math.max(1, Math.round(WIDTH / 2 / drawn.width)), `Deviation of each pixel over the ${drawn.count} images, up to ${short(most, 3)}`);
    drawHeat(map.getContext('2d'), mean, drawn.width, drawn.height, 0, most, viridis);
    spread.replaceChildren(map);
    caption.textContent = `${words(drawn)}; below, how far they differ by pixel, light where by ${short(most, 3)} of the range`;
  }

  return element('article', { className: 'panel', id }, element('h3', {}, title), element('div', { className: 'controls' }, ...controls, go, ...more(draw, say), stop), bar, say, element('figure', {}, picture, spread, caption));
}

export function draws(home, model, asked) {
  const sample = { count: 16, seeds: model.levels.map(() => 1), temperatures: model.levels.map(() => 1) };
  const kept = model.levels.map(() => false);
  const heats = model.levels.map((_, l) =>
    slider(`Temperature, level ${l}`, {
      id: `temperature-${l}`,
      min: 0,
      max: 1.5,
      step: 0.05,
      value: 1,
      shown: (value) => value.toFixed(2),
      change: (value) => (sample.temperatures[l] = value),
    }),
  );
  const keeps = model.levels.map((_, l) => tick(`Keep level ${l}`, { id: `keep-${l}`, value: false, change: (on) => (kept[l] = on) }));
  heats.forEach((heat, l) => heat.append(keeps[l]));
  const seed = number('Seed', { id: 'sample-seed', min: 0, max: 1e9, step: 1, value: 1, change: (value) => sample.seeds.fill(value) });
  /** Another seed for every level that is not kept. */
  const again = (draw, say) => {
    if (kept.every(Boolean)) return say.say('Every level is kept: nothing to draw anew.');
    const next = Math.max(...sample.seeds) + 1;
    sample.seeds = sample.seeds.map((value, l) => (kept[l] ? value : next));
    return draw();
  };
  const told = (d) => `${d.count} samples of ${sample.seeds.every((value) => value === sample.seeds[0]) ? `seed ${sample.seeds[0]}` : `seeds ${sample.seeds.join()} from the coarsest level`}`;
  const finer = { image: 0, count: 4, seed: 1, temperature: 1 };
  const walk = { from: 0, to: 1, count: 9 };
  const field = (id, text, of, key, min, max) => number(text, { id, min, max, step: 1, value: of[key], change: (value) => (of[key] = value) });
  home.append(
    panel('sample', 'Samples', 'api/inspect/sample', [seed, field('sample-count', 'Images', sample, 'count', 1, 64), ...heats], () => sample, told, (draw, say) => [button('Resample', { id: 'sample-again', press: () => again(draw, say) })]),
    panel('upscale', 'Finer images of a coarse one', 'api/inspect/upscale', [field('upscale-count', 'Answers', finer, 'count', 1, 16), field('upscale-seed', 'Seed', finer, 'seed', 0, 1e9)], () => ({ ...finer, image: asked.image }), (d) => `${d.count} finer images of image ${asked.image}`),
    panel('walk', 'A walk between two images', 'api/inspect/walk', [field('walk-from', 'From', walk, 'from', 0, 1e9), field('walk-to', 'To', walk, 'to', 0, 1e9), field('walk-count', 'Images', walk, 'count', 2, 32)], () => walk, (d) => `${d.count} images from ${walk.from} to ${walk.to} through latent space`),
  );
}
