// Samples of one run over time: drawn again, from the same noise, whenever the model's file is another.
import { get, isCancelled, run as runTask } from './api.js';
import { button, element, message, slider, tick } from './controls.js';
import { bytes, canvas, drawGrid, gridSize } from './picture.js';
import { count } from './scale.js';

/** The grid is about that wide on the page, by a whole factor, so that its pixels are sharp squares. */
const WIDTH = 300;

export class SamplesPanel {
  #run;
  #name;
  #model;
  #drawnModel;
  #samples = [];
  #cancel = null;
  #follows = true;
  #picture = element('div', { className: 'picture' });
  #caption = element('figcaption', {}, 'None yet.');
  #bar = element('progress', { max: 1, value: 0, hidden: true });
  #say = message();
  #time;
  #draw;
  #stop;

  constructor(run, name) {
    this.#run = run;
    this.#name = name;
    const id = (part) => `${part}-${run}`;
    this.#bar.setAttribute('aria-label', `samples of ${name} drawn`);
    this.#time = slider('Time', { id: id('time'), min: 0, max: 0, value: 0, shown: (i) => this.#when(i), change: (i) => this.#show(i) });
    this.#draw = button('Draw now', { id: id('draw'), press: () => this.#ask() });
    this.#stop = button('Cancel', { id: id('cancel'), press: () => this.#cancel?.abort() });
    this.#stop.disabled = true;
    const follow = tick('Draw with every checkpoint', { id: id('follow'), value: true, change: (on) => this.#follow(on) });
    const figure = element('figure', {}, this.#picture, this.#caption);
    const row = element('div', { className: 'controls' }, this.#time, follow, this.#draw, this.#stop);
    this.element = element('article', { className: 'panel samples', id: id('samples') }, element('h3', {}, name), figure, this.#bar, row, this.#say);
    this.#ready = this.#history();
  }

  #ready;

  async #history() {
    const { samples } = await get('api/watch/history', { run: this.#run });
    samples.forEach((drawn) => this.#add(drawn));
  }

  /** The model's file is in this state now. */
  model(state) {
    this.#model = state;
    if (this.#follows) this.#renew();
  }

  #follow(on) {
    this.#follows = on;
    if (on) this.#renew();
  }

  #renew() {
    if (this.#model !== undefined && this.#model !== this.#drawnModel && this.#cancel === null) this.#ask();
  }

  async #ask() {
    this.#cancel = new AbortController();
    const model = this.#model;
    this.#working(true);
    this.#say.say('');
    try {
      await this.#ready;
      const drawn = await runTask(
        'api/watch/samples',
        { run: this.#run },
        {
          waiting: ({ ahead }) => this.#say.say(ahead ? `waits for ${ahead} before it` : ''),
          progress: ({ done, all }) => {
            this.#say.say('');
            this.#bar.value = done / all;
          },
        },
        this.#cancel.signal,
      );
      this.#add(drawn);
    } catch (e) {
      this.#say.say(isCancelled(e) ? 'Cancelled; "Draw now" begins again.' : e.message, !isCancelled(e));
    }
    this.#drawnModel = model; // also after a failure: the next checkpoint is the next try
    this.#cancel = null;
    this.#working(false);
  }

  #working(on) {
    this.#bar.hidden = !on;
    this.#bar.value = 0;
    this.#draw.disabled = on;
    this.#stop.disabled = !on;
  }

  #add(drawn) {
    const time = this.#time.querySelector('input');
    const newest = Number(time.value) >= this.#samples.length - 1;
    this.#samples = this.#samples.filter(({ updates }) => updates < drawn.updates);
    this.#samples.push({ ...drawn, bytes: bytes(drawn.pixels), pixels: '' });
    const last = this.#samples.length - 1;
    const at = newest ? last : Math.min(Number(time.value), last);
    this.#time.set(at, last);
    this.#show(at);
  }

  #when(i) {
    const drawn = this.#samples[i];
    return drawn ? `${count(drawn.updates)} updates` : '–';
  }

  #show(i) {
    const drawn = this.#samples[i];
    if (!drawn) return;
    const size = gridSize(drawn, drawn.count);
    const words = `${drawn.count} samples of ${this.#name} after ${count(drawn.updates)} updates`;
    const shown = canvas(size.width, size.height, Math.max(1, Math.round(WIDTH / size.width)), words);
    drawGrid(shown.getContext('2d'), drawn.bytes, drawn, drawn.count);
    this.#picture.replaceChildren(shown);
    this.#caption.textContent = `After ${count(drawn.updates)} updates, always from the same noise.`;
  }
}
