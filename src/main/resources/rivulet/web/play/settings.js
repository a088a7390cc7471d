// The settings of a training, as a form; what is left as it is usual is not sent.
import { choice, element, number } from './controls.js';

const options = (names, words = (name) => name) => Object.fromEntries(names.map((name) => [name, words(name)]));

/** Choices of the page as {value: words}, in groups: densities, then what else there is. */
function data(choices) {
  const of = (columns) => options(choices.densities.filter(({ dimensions }) => dimensions === columns).map(({ name }) => name));
  const own = choices.table ? { table: `the table ${choices.table}` } : {};
  return { 'In the plane': of(2), 'On the line': of(1), Others: { ...own, drawn: 'drawn below' } };
}

export class Settings {
  #values;
  #form;
  #data;
  #id;
  #choices;

  /** `changed` is told when something was chosen: the training begins anew. */
  constructor(id, choices, changed) {
    const { settings } = choices;
    this.#id = id;
    this.#choices = choices;
    this.#data = choices.data;
    this.#values = { ...settings };
    const set = (key) => (value) => {
      this.#values[key] = value;
      changed();
    };
    this.#form = element(
      'div',
      { className: 'controls settings', role: 'group', 'aria-label': `Settings ${id.toUpperCase()}` },
      choice('Density', {
        id: `${id}-data`,
        options: data(choices),
        value: choices.data,
        change: (name) => {
          this.#data = name;
          changed();
        },
      }),
      choice('Objective', {
        id: `${id}-objective`,
        options: { matching: 'flow matching', paired: 'matching, optimal pairing', likelihood: 'likelihood' },
        value: settings.pairing === 'optimal' ? 'paired' : (settings.objective ?? 'matching'),
        change: (name) => this.#objective(name, changed),
      }),
      this.#number('Updates', 'updates', { min: 1, max: 1e6, step: 1, value: settings.updates ?? '' }, set),
      this.#widths(settings.hidden ?? [64, 64, 64, 64], set('hidden')),
      choice('Activation', { id: `${id}-activation`, options: options(choices.activations), value: settings.activation ?? 'swish', change: set('activation') }),
      choice('Time enters by', { id: `${id}-layer`, options: options(choices.layers), value: settings.layer ?? 'concat', change: set('layer') }),
      this.#number('Learning rate', 'learning_rate', { min: 1e-6, max: 1, value: settings.learning_rate ?? 0.01 }, set),
      this.#number('Batch', 'batch', { min: 128, max: 8192, step: 128, value: settings.batch ?? 512 }, set),
      this.#number('Kinetic weight', 'kinetic', { min: 0, max: 100, value: settings.kinetic ?? 0 }, set),
      this.#number('Seed', 'seed', { min: 0, max: 1e9, step: 1, value: settings.seed ?? 1 }, set),
    );
    this.element = this.#form;
    this.#fit();
  }

  #number(text, key, limits, set) {
    return number(text, { id: `${this.#id}-${key.replace('_', '-')}`, ...limits, change: set(key) });
  }

  #widths(value, change) {
    const input = element('input', { type: 'text', id: `${this.#id}-hidden`, size: 14, value: value.join(', '), pattern: '\\s*\\d+(\\s*,\\s*\\d+){0,5}\\s*', title: 'one to six widths, as 64, 64' });
    input.addEventListener('change', () => input.reportValidity() && change(input.value.split(',').map(Number)));
    return element('span', { className: 'control' }, element('label', { for: input.id }, 'Hidden widths'), input);
  }

  #objective(name, changed) {
    this.#values.objective = name === 'likelihood' ? 'likelihood' : 'matching';
    if (name === 'paired') this.#values.pairing = 'optimal';
    else delete this.#values.pairing;
    this.#fit();
    changed();
  }

  /** The kinetic energy is of solves, which only likelihood makes. */
  #fit() {
    this.#form.querySelector(`#${this.#id}-kinetic`).disabled = this.#values.objective !== 'likelihood';
  }

  get seed() {
    return this.#values.seed ?? 1;
  }

  /** Takes another seed over without telling. */
  set seed(value) {
    this.#values.seed = value;
    this.#form.querySelector(`#${this.#id}-seed`).value = value;
  }

  set data(name) {
    this.#data = name;
    this.#form.querySelector(`#${this.#id}-data`).value = name;
  }

  get data() {
    return this.#data;
  }

  /** What the training that was started has as usual for its data; what was chosen, or is being written, stays. */
  set told({ updates, hidden, layer, learning_rate }) {
    for (const [key, value] of Object.entries({ updates, hidden: hidden.join(', '), layer, learning_rate })) {
      const field = this.#form.querySelector(`#${this.#id}-${key.replace('_', '-')}`);
      if (this.#values[key] === undefined && field.checkValidity()) field.value = value;
    }
  }

  /** As `api/play/start` takes them. */
  get request() {
    const values = { ...this.#values };
    if (values.objective !== 'likelihood') delete values.kinetic;
    return { data: this.#data, settings: values };
  }
}
