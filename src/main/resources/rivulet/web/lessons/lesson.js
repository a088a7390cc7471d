// A lesson: its Markdown as a page, with the figures alive and the links of the repository told where they lead.
import { text } from './api.js';
import { element, message } from './controls.js';
import { markdown } from './markdown.js';
import { figures } from './figures.js';

const LIST = 'lessons.html';
const trouble = message();

/** Links among lessons stay links; files of the repository, which are not served, are named by their paths. */
function link(words, target) {
  const [file] = target.split('#');
  if (file === 'README.md') return element('a', { href: LIST }, ...words);
  if (/^[^/]+\.md$/.test(file)) return element('a', { href: file.replace('.md', '.html') }, ...words);
  if (/^[^/]+\.jsh$/.test(file)) return element('a', { href: file }, ...words);
  const path = new URL(file, 'file:///docs/lessons/').pathname.slice(1);
  return element('span', {}, ...words, ' ', element('span', { className: 'place' }, `(${path})`));
}

function figure(name) {
  const home = element('figure', { className: 'panel', id: `figure-${name}` });
  figures[name](home).catch((e) => trouble.say(e.message, true));
  return home;
}

async function start() {
  document.getElementById('message').append(trouble);
  try {
    const page = location.pathname.split('/').pop();
    const source = await text(page === LIST ? 'README.md' : page.replace('.html', '.md'));
    const home = document.getElementById('lesson');
    home.append(...markdown(source, { link, figure }));
    document.title = `${home.querySelector('h1').textContent} – Rivulet lessons`;
  } catch (e) {
    trouble.say(e.message, true);
  }
}

start();
