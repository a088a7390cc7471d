// The Markdown of the lessons as elements: headings, paragraphs, lists, code, formulas, folded answers, and places for figures.
import { element } from './controls.js';
import { formula } from './tex.js';

const INLINE = /`([^`]+)`|\$([^$]+)\$|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)]+)\)/g;

/** Columns that fit the page of a lesson. */
const COLUMNS = 78;

/** Words of a command, which a line may part at spaces only: `--model` stays whole. */
const unbroken = (text) => text.split(/(\S*-\S*)/).map((part) => (part.includes('-') ? element('span', { className: 'word' }, part) : part));

/** Lines of a terminal: commands and what is too long for any page go on below, indented; of the rest columns stay columns. */
const printed = (lines) =>
  lines.map((line) =>
    line.startsWith('$ ') || line.length > COLUMNS
      ? element('span', { className: 'printed parted' }, ...unbroken(line))
      : element('span', { className: 'printed' }, line || ' '),
  );

/** A text with its code, formulas, emphasis and links; `link` makes an element of words and a target. */
function inline(text, link) {
  const all = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, code, tex, strong, em, words, target] = found;
    all.push(text.slice(from, found.index));
    from = found.index + whole.length;
    if (code) all.push(element('code', {}, ...unbroken(code)));
    else if (tex) all.push(formula(tex));
    else if (strong) all.push(element('strong', {}, ...inline(strong, link)));
    else if (em) all.push(element('em', {}, ...inline(em, link)));
    else all.push(link(inline(words, link), target));
  }
  all.push(text.slice(from));
  return all.flatMap((part, i) => kept(part, all[i + 1], all[i - 1]));
}

/** A formula keeps the comma behind it on its line. */
function kept(part, next, last) {
  const behind = (text) => /^[,.;:?)]*/.exec(text)[0];
  const isFormula = (one) => one?.localName === 'math';
  if (isFormula(part)) return behind(next) ? [element('span', { className: 'kept' }, part, behind(next))] : [part];
  return isFormula(last) ? [part.slice(behind(part).length)] : [part];
}

/** The blocks of a text; `figure` makes the element of a figure's name. */
export function markdown(text, { link, figure }) {
  const lines = text.split('\n');
  const roots = [[]];
  const add = (made) => roots.at(-1).push(made);
  const until = (i, test) => {
    while (i < lines.length && !test(lines[i])) i++;
    return i;
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    const heading = /^(#+) (.*)$/.exec(line);
    const place = /^<!-- figure: ([a-z-]+) -->$/.exec(line);
    const folded = /^<details><summary>(.*)<\/summary>$/.exec(line);
    if (line === '') continue;
    else if (heading) add(element(`h${heading[1].length}`, {}, ...inline(heading[2], link)));
    else if (place) add(figure(place[1]));
    else if (folded) roots.push([element('summary', {}, folded[1])]);
    else if (line === '</details>') {
      const inside = roots.pop();
      add(element('details', { className: 'answer' }, ...inside));
    } else if (line.startsWith('```')) {
      const end = until(i + 1, (l) => l === '```');
      add(element('pre', { className: 'wide', role: 'region', 'aria-label': 'command and what it prints', tabIndex: 0 }, element('code', {}, ...printed(lines.slice(i + 1, end)))));
      i = end;
    } else if (line.startsWith('$$')) {
      const end = until(i, (l) => l.endsWith('$$') && (l !== line || l.length > 2));
      const all = lines.slice(i, end + 1).join(' ').slice(2, -2).split('\\qquad'); // beside each other, or below where there is no room
      add(element('div', { className: 'wide formulas', role: 'region', 'aria-label': 'formula', tabIndex: 0 }, ...all.map((tex) => formula(tex, true))));
      i = end;
    } else if (/^\d+\. /.test(line)) {
      const end = until(i, (l) => !/^\d+\. /.test(l));
      add(element('ol', {}, ...lines.slice(i, end).map((item) => element('li', {}, ...inline(item.replace(/^\d+\. /, ''), link)))));
      i = end - 1;
    } else {
      const end = until(i, (l) => l === '' || l === '</details>' || l.startsWith('```'));
      add(element('p', {}, ...inline(lines.slice(i, end).join(' '), link)));
      i = end - 1;
    }
  }
  return roots[0];
}
