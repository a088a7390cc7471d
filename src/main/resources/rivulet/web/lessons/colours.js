// Lesson 3: which pixels may share a direction. Geometry alone: how far layers of 3×3 see, and what that keeps apart.
import { drawn } from './chart.js';
import { element, slider } from './controls.js';
import { count } from './scale.js';

const SIDE = 28;
const CELL = 10;

/** The pixels of one colour on a 28×28 image, and how far each of them acts. */
export function colours() {
  const asked = { layers: 4, colour: 0 };
  const svg = drawn('svg', { viewBox: `0 0 ${SIDE * CELL} ${SIDE * CELL}`, role: 'img' });
  const picture = element('div', { className: 'drawing grid-of-pixels' });
  picture.append(svg);
  const readout = element('p', { className: 'readout', id: 'colour-count', role: 'status' });
  const pick = slider('Colour', { id: 'colour', min: 1, max: 81, value: 1, change: (n) => ((asked.colour = n - 1), draw()) });

  function draw() {
    const apart = 2 * asked.layers + 1;
    const all = apart * apart;
    const [top, left] = [Math.floor(asked.colour / apart), asked.colour % apart];
    svg.replaceChildren();
    let chosen = 0;
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const same = y % apart === top && x % apart === left;
        if (same) chosen++;
        const near = insideReach(y, top) && insideReach(x, left);
        const tile = (Math.floor((y - top + asked.layers) / apart) + Math.floor((x - left + asked.layers) / apart)) % 2 === 0;
        svg.append(drawn('rect', { class: `cell${same ? ' same' : near ? (tile ? ' near' : ' far') : ''}`, x: x * CELL, y: y * CELL, width: CELL, height: CELL }));
      }
    }
    svg.setAttribute('aria-label', `${chosen} pixels of one colour, ${apart} apart; none acts where another does`);
    readout.textContent = `${asked.layers === 1 ? 'One layer of 3×3 sees one pixel' : `${asked.layers} layers of 3×3 see ${asked.layers} pixels`} far: pixels ${apart} apart share a colour, ${apart}² = ${count(all)} colours for each channel.`;
  }

  /** Whether there is a pixel of the colour on the image whose reach ends beyond a place along one axis. */
  function insideReach(at, from) {
    const apart = 2 * asked.layers + 1;
    const nearest = from + Math.round((at - from) / apart) * apart;
    return nearest >= 0 && nearest < SIDE;
  }

  const layers = slider('Layers', {
    id: 'layers',
    min: 1,
    max: 4,
    value: asked.layers,
    change: (n) => {
      asked.layers = n;
      const all = (2 * n + 1) ** 2;
      asked.colour = Math.min(asked.colour, all - 1);
      pick.set(asked.colour + 1, all);
      draw();
    },
  });
  draw();
  const words = 'Dark, the pixels of one colour; around each, what it acts on. No two of these squares meet, so one direction shows the diagonal of all.';
  return [element('div', { className: 'controls' }, layers, pick), picture, readout, element('p', { className: 'quiet' }, words)];
}
