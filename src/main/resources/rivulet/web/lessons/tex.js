// The formulas of the lessons as MathML: the part of TeX that they use, and nothing else. What is not known throws.
const MATHML = 'http://www.w3.org/1998/Math/MathML';

function node(name, ...children) {
  const made = document.createElementNS(MATHML, name);
  made.append(...children);
  return made;
}

function attributed(made, attributes) {
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const identifiers = { varepsilon: 'ε', partial: '∂', pi: 'π' };
const functions = new Set(['ln', 'sin', 'det']);
const operators = { cdot: '·', approx: '≈', ge: '≥', mid: '∣', pm: '±', top: '⊤' };
const large = { sum: '∑', int: '∫' };
const spaces = { ',': '0.17em', ' ': '0.25em', quad: '1em', qquad: '2em' };
const calligraphic = { N: '𝒩' };

/** Commands, digits, letters and signs, one by one; spaces mean nothing. */
const tokens = (text) => text.match(/\\text\{[^}]*\}|\\[a-zA-Z]+|\\.|\d|[a-zA-Z]|[^\s]/gu) ?? [];

class Reader {
  #tokens;
  #at = 0;

  constructor(text) {
    this.#tokens = tokens(text);
  }

  #peek() {
    return this.#tokens[this.#at];
  }

  #next() {
    return this.#tokens[this.#at++];
  }

  #take(token) {
    const found = this.#peek() === token;
    if (found) this.#at++;
    return found;
  }

  /** All up to one of these tokens, which is taken; to the end without any. */
  row(...ends) {
    const all = [];
    while (this.#at < this.#tokens.length && !ends.includes(this.#peek())) all.push(this.#scripted());
    const end = this.#next();
    return { made: node('mrow', ...all), end };
  }

  /** What a command takes: a group or one token. */
  #argument() {
    if (this.#take('{')) return this.row('}').made;
    return this.#atom(true);
  }

  /** Letters of a group, or one without. */
  #words() {
    if (!this.#take('{')) return this.#next();
    let words = '';
    while (!this.#take('}')) words += this.#next();
    return words;
  }

  #scripted() {
    let base = this.#atom();
    let below = null;
    let above = null;
    let primes = '';
    for (;;) {
      if (this.#take('_')) below = this.#argument();
      else if (this.#take('^')) above = this.#argument();
      else if (this.#take("'")) primes += '′';
      else break;
    }
    if (primes) base = node('mrow', base, attributed(node('mo', primes), { lspace: '0', rspace: '0' }));
    if (below && above) return node('msubsup', base, below, above);
    if (below) return node('msub', base, below);
    return above ? node('msup', base, above) : base;
  }

  #atom(single = false) {
    const token = this.#next();
    if (token === '{') return this.row('}').made;
    if (/^\d$/.test(token)) {
      let digits = token;
      while (!single && /^[\d.]$/.test(this.#peek() ?? '')) digits += this.#next();
      return node('mn', digits);
    }
    if (/^[a-zA-Z]$/.test(token)) return node('mi', token);
    if (token.startsWith('\\text{')) return node('mtext', token.slice(6, -1));
    if (token.startsWith('\\')) return this.#command(token.slice(1));
    // Brackets of a line are as high as the line: fonts without tables of mathematics would stretch them.
    const close = token === '|' ? { lspace: '0', rspace: '0' } : {};
    return attributed(node('mo', token === '-' ? '−' : token), { stretchy: 'false', ...close });
  }

  #command(name) {
    if (name in identifiers) return node('mi', identifiers[name]);
    if (functions.has(name)) return node('mrow', attributed(node('mi', name), { mathvariant: 'normal' }), attributed(node('mspace'), { width: '0.17em' }));
    if (name in operators) return node('mo', operators[name]);
    if (name in large) return attributed(node('mo', large[name]), { largeop: 'true', movablelimits: 'true' });
    if (name in spaces) return attributed(node('mspace'), { width: spaces[name] });
    switch (name) {
      case 'mathcal':
        return node('mi', calligraphic[this.#words()]);
      case 'mathrm':
        return attributed(node('mi', this.#words()), { mathvariant: 'normal' });
      case 'frac':
      case 'tfrac':
        return node('mfrac', this.#argument(), this.#argument());
      case 'sqrt':
        return this.#root();
      case 'Big':
        return attributed(node('mo', this.#next()), { stretchy: 'true', minsize: '1.8em', lspace: '0', rspace: '0' });
      case 'begin':
        return this.#matrix();
      default:
        throw new Error(`a formula has the unknown \\${name}`);
    }
  }

  #root() {
    if (!this.#take('[')) return node('msqrt', this.#argument());
    const { made: degree } = this.row(']');
    return node('mroot', this.#argument(), degree);
  }

  #matrix() {
    this.#words();
    const rows = [];
    let cells = [];
    for (;;) {
      const { made, end } = this.row('&', '\\\\', '\\end');
      cells.push(node('mtd', made));
      if (end === '&') continue;
      rows.push(node('mtr', ...cells));
      cells = [];
      if (end !== '\\\\') break;
    }
    this.#words();
    return node('mrow', node('mo', '('), node('mtable', ...rows), node('mo', ')'));
  }
}

/** A formula, within a line or on a line of its own. */
export function formula(tex, display = false) {
  const { made } = new Reader(tex).row();
  return attributed(node('math', made), { display: display ? 'block' : 'inline', 'aria-label': tex });
}
