// Colour maps that the colour-blind can read, as tables between which is interpolated. Each takes 0 … 1 to [r, g, b].

const hex = (text) => [0, 2, 4].map((i) => parseInt(text.slice(i, i + 2), 16));

function map(colours) {
  const table = colours.split(' ').map(hex);
  return (value) => {
    const at = Math.min(1, Math.max(0, value)) * (table.length - 1);
    const i = Math.min(table.length - 2, Math.floor(at));
    return table[i].map((from, c) => Math.round(from + (at - i) * (table[i + 1][c] - from)));
  };
}

/** Dark violet to yellow (van der Walt and Smith): densities. */
export const viridis = map('440154 472c7a 3b518b 2c718e 21908d 27ad81 5cc863 aadc32 fde725');

/** Dark blue to yellow (Nuñez, Anderton, Renslow): the same for red-green blindness. */
export const cividis = map('00204d 00336f 39486b 575c6d 707173 8a8779 a69d75 c4b56c e4cf5b ffea46');

/** Blue, white at one half, orange: values with a sign. */
export const diverging = map('0b4f87 2f7fbf 86b9de d3e4f1 fafafa f9dfc9 f0ab77 d9712c 9a4510');

/** Black to white. */
export const grey = map('000000 ffffff');

export const maps = { viridis, cividis, grey, diverging };

/** A colour as CSS has it. */
export const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;
