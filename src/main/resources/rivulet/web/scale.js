// From values to places: round ticks on linear and logarithmic axes, and numbers as people write them.

/** A number with so many significant digits, short: 0.0123, 1.2e-7, 12300. */
export function short(value, digits = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-4 || size >= 1e7)
      ? value.toExponential(digits - 1).replace(/\.?0+e/, 'e').replace('e+', 'e')
      : String(Number(value.toPrecision(digits)));
  return text.replace('-', '−').replace('e−', 'e-').replace(/e-/, 'e−');
}

/** A number with so many digits after the point; none is −0. */
export function fixed(value, digits = 4) {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** A count with thin groups of thousands: 12,345. */
export const count = (value) => (Math.round(value) || 0).toLocaleString('en-GB'); // no −0

/** Seconds as 1:23 or 2:03:04. */
export function time(seconds) {
  const all = Math.round(seconds);
  const parts = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, i) => (i ? String(part).padStart(2, '0') : part)).join(':');
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5].map((f) => f * power).find((step) => rough <= step * 1.0001) ?? 10 * power;
}

/** An axis of round numbers over low … high, drawn from `from` to `to`. */
export function linear(low, high, from, to, about = 5) {
  const margin = high > low ? 0 : Math.max(1e-3, 0.05 * Math.abs(low));
  const [a, b] = [low - margin, high + margin];
  const step = niceStep((b - a) / about);
  const ticks = [];
  for (let i = Math.ceil(a / step - 1e-9); i <= Math.floor(b / step + 1e-9); i++) ticks.push(i * step);
  return {
    at: (v) => from + ((v - a) / (b - a)) * (to - from),
    back: (p) => a + ((p - from) / (to - from)) * (b - a),
    ticks: ticks.map((v) => ({ value: v, text: short(Math.abs(v) < step * 1e-6 ? 0 : v, 6) })),
  };
}

/** The same by powers of ten; low and high must be above 0. */
export function logarithmic(low, high, from, to) {
  const [a, b] = high > low ? [Math.log10(low), Math.log10(high)] : [Math.log10(low) - 0.5, Math.log10(low) + 0.5];
  const factors = b - a > 2 ? [1] : b - a > 0.7 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
  const every = Math.max(1, Math.ceil((b - a) / 7));
  const ticks = [];
  for (let p = Math.floor(a); p <= Math.ceil(b); p++) {
    for (const f of factors) {
      const v = Math.log10(f) + p;
      if (v >= a - 1e-9 && v <= b + 1e-9 && p % every === 0) ticks.push({ value: f * 10 ** p, text: short(f * 10 ** p, 3) });
    }
  }
  return {
    at: (v) => from + ((Math.log10(v) - a) / (b - a)) * (to - from),
    back: (p) => 10 ** (a + ((p - from) / (to - from)) * (b - a)),
    ticks,
  };
}
