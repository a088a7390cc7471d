// Elements, and labelled controls that a keyboard can work: the browser's own, so that they behave as people know them.

/** An element with properties and children; texts are texts, never HTML. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('aria-') || key === 'role' || key === 'for' || key === 'scope') made.setAttribute(key, value);
    else if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made[key] = value;
  }
  made.append(...children);
  return made;
}

let ids = 0;

function labelled(text, input, ...after) {
  input.id = input.id || `control-${ids++}`;
  return element('span', { className: 'control' }, element('label', { for: input.id }, text), input, ...after);
}

/** A slider with its value beside it. `shown` writes the value. */
export function slider(text, { id, min, max, step = 1, value, shown = String, change }) {
  const output = element('output', {}, shown(value));
  const input = element('input', { type: 'range', id, min, max, step });
  input.value = value;
  input.addEventListener('input', () => {
    output.textContent = shown(Number(input.value));
    change(Number(input.value));
  });
  const made = labelled(text, input, output);
  /** Moves it without telling. */
  made.set = (next, most = input.max) => {
    input.max = most;
    input.value = next;
    output.textContent = shown(Number(input.value));
  };
  return made;
}

const option = ([value, words]) =>
  typeof words === 'object'
    ? element('optgroup', { label: value }, ...Object.entries(words).map(option))
    : element('option', { value }, words);

/** A choice among {value: words}, or {group: {value: words}}. */
export function choice(text, { id, options, value, change }) {
  const input = element('select', { id });
  const fill = (all, chosen) => {
    input.replaceChildren(...Object.entries(all).map(option));
    input.value = chosen;
  };
  fill(options, value);
  input.addEventListener('change', () => change(input.value));
  const made = labelled(text, input);
  made.fill = fill;
  return made;
}

/** A box to tick. */
export function tick(text, { id, value, change }) {
  const input = element('input', { type: 'checkbox', id, checked: value });
  input.addEventListener('change', () => change(input.checked));
  return labelled(text, input);
}

/** A field for a number; tells only what the field accepts. */
export function number(text, { id, min, max, step = 'any', value, change }) {
  const input = element('input', { type: 'number', id, min, max, step });
  input.value = value;
  input.addEventListener('change', () => input.reportValidity() && change(Number(input.value)));
  return labelled(text, input);
}

/** A button. */
export const button = (text, { id, press }) => element('button', { type: 'button', id, onclick: press }, text);

/** A line for what went wrong or is under way; read aloud when it changes. */
export function message() {
  const made = element('p', { className: 'message', role: 'status' });
  made.say = (text, bad = false) => {
    made.classList.toggle('bad', bad);
    // What the server names in backticks, settings, is code.
    made.replaceChildren(...text.split('`').map((part, i) => (i % 2 ? element('code', {}, part) : part)));
  };
  return made;
}

/** A table of texts that scrolls inside itself; the first column names the rows. */
export function table(caption, header, rows) {
  const row = (cells) =>
    element('tr', {}, ...cells.map((cell, i) => (i ? element('td', {}, cell) : element('th', { scope: 'row' }, cell))));
  const head = element('tr', {}, ...header.map((name) => element('th', { scope: 'col' }, name)));
  return element(
    'div',
    { className: 'wide', role: 'region', 'aria-label': caption, tabIndex: 0 },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element('thead', {}, head),
      element('tbody', {}, ...rows.map(row)),
    ),
  );
}

/** Whether the reader asked for little motion. */
export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
