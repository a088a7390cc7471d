// The Markdown of the lessons as elements: headings, paragraphs, lists, code, formulas, folded answers, and places for figures.
import { element } from './controls.js';
import { formula } from './tex.js';

const INLINE = /`([^`]+)`|\$([^$]+)\$|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)]+)\)/g;

/** A text with its code, formulas, emphasis and links; `link` makes an element of words and a target. */
function inline(text, link) {
  const all = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, code, tex, strong, em, words, target] = found;
    all.push(text.slice(from, found.index));
    from = found.index + whole.length;
    if (code) all.push(element('code', {}, code));
    else if (tex) all.push(formula(tex));
    else if (strong) all.push(element('strong', {}, ...inline(strong, link)));
    else if (em) all.push(element('em', {}, ...inline(em, link)));
    else all.push(link(inline(words, link), target));
  }
  all.push(text.slice(from));
  return all;
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
      add(element('pre', { tabIndex: 0 }, element('code', {}, lines.slice(i + 1, end).join('\n'))));
      i = end;
    } else if (line.startsWith('$$')) {
      const end = until(i, (l) => l.endsWith('$$') && (l !== line || l.length > 2));
      add(element('div', { className: 'wide', role: 'region', 'aria-label': 'formula', tabIndex: 0 }, formula(lines.slice(i, end + 1).join(' ').slice(2, -2), true)));
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
