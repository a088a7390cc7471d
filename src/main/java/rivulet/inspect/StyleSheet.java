package rivulet.inspect;

/** The look of a page; light or dark as the reader's system asks. */
final class StyleSheet {
  private StyleSheet() {}

  /** Holds no characters that XML would have to escape. The line colours are Okabe and Ito's. */
  static final String TEXT =
      """
      :root {
        color-scheme: light dark;
        --paper: #fdfdfb; --ink: #1d2430; --soft: #5c6675; --rule: #dfe2e6; --panel: #f3f4f2;
        --total: #51607a; --gain: #0a7d5a; --loss: #c2521a;
        --s0: #0b66a8; --s1: #c2521a; --s2: #0a7d5a; --s3: #a3457e; --s4: #8a6d00; --s5: #51607a;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --paper: #14181e; --ink: #e6e9ee; --soft: #9aa5b4; --rule: #2c333d; --panel: #1c222a;
          --total: #8fa0bd; --gain: #3ec79a; --loss: #f0915c;
          --s0: #5fb4f0; --s1: #f0915c; --s2: #3ec79a; --s3: #e08fc0; --s4: #e3c54a; --s5: #8fa0bd;
        }
      }
      * { box-sizing: border-box; }
      html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
      body {
        margin: 0; background: var(--paper); color: var(--ink);
        font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
        font-variant-numeric: tabular-nums;
      }
      main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
      h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 0.75rem; letter-spacing: -0.01em; }
      h2 {
        font-size: 1.15rem; line-height: 1.3; margin: 2.75rem 0 0.75rem; padding-top: 1rem;
        border-top: 1px solid var(--rule);
      }
      p { margin: 0.75rem 0; }
      .lead { font-size: 1.1rem; color: var(--soft); margin: 0 0 1.5rem; }
      .figures {
        display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr));
        gap: 1.25rem 2rem; margin: 1.5rem 0 0; padding: 0; list-style: none;
      }
      .figures strong { display: block; font-size: 2rem; line-height: 1.2; font-weight: 600; }
      .figures span { display: block; }
      .figures small { display: block; color: var(--soft); font-size: 0.85rem; line-height: 1.4; }
      figure { margin: 1.25rem 0; }
      figure img {
        display: block; max-width: 100%; height: auto; image-rendering: pixelated;
      }
      figcaption, caption { color: var(--soft); font-size: 0.9rem; line-height: 1.45; }
      figcaption { margin-top: 0.6rem; }
      .drawing { max-width: 38rem; }
      .drawing svg { display: block; width: 100%; height: auto; overflow: visible; }
      svg text { fill: var(--soft); font-size: 12px; }
      svg text.name { fill: var(--ink); font-size: 12.5px; }
      svg text.strong { font-weight: 600; }
      .grid { stroke: var(--rule); }
      .axis { stroke: var(--soft); stroke-opacity: 0.6; }
      .raw, .smooth { fill: none; stroke-linejoin: round; }
      .raw { stroke-width: 0.8; stroke-opacity: 0.3; }
      .raw.only { stroke-width: 1.6; stroke-opacity: 1; }
      .smooth { stroke-width: 2; }
      .s0 { stroke: var(--s0); }
      .s1 { stroke: var(--s1); }
      .s2 { stroke: var(--s2); }
      .s3 { stroke: var(--s3); }
      .s4 { stroke: var(--s4); }
      .s5 { stroke: var(--s5); }
      .smooth.s1 { stroke-dasharray: 8 3; }
      .smooth.s2 { stroke-dasharray: 3 2.5; }
      .smooth.s3 { stroke-dasharray: 10 3 2 3; }
      .smooth.s4 { stroke-dasharray: 14 4; }
      .smooth.s5 { stroke-dasharray: 1.5 3; }
      .total { fill: var(--total); }
      .gain { fill: var(--gain); }
      .loss { fill: var(--loss); }
      .legend {
        display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0.5rem 0 0; padding: 0;
        list-style: none; font-size: 0.9rem;
      }
      .legend li { display: flex; align-items: center; gap: 0.5rem; }
      .legend svg { width: 30px; height: 10px; }
      .wide { overflow-x: auto; margin: 1.25rem 0; }
      table { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
      caption { text-align: left; padding-bottom: 0.5rem; }
      th, td { padding: 0.4rem 0 0.4rem 1rem; text-align: right; white-space: nowrap; }
      th:first-child { padding-left: 0; text-align: left; }
      th { font-weight: 500; }
      thead th { color: var(--soft); font-size: 0.85rem; border-bottom: 1px solid var(--soft); }
      tbody tr + tr th, tbody tr + tr td { border-top: 1px solid var(--rule); }
      dl {
        display: grid; grid-template-columns: minmax(8rem, max-content) 1fr;
        gap: 0.3rem 1.5rem; margin: 1.25rem 0;
      }
      dt { color: var(--soft); }
      dd { margin: 0; overflow-wrap: anywhere; }
      pre {
        background: var(--panel); border: 1px solid var(--rule); border-radius: 6px;
        padding: 0.75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere;
      }
      code { font: 0.88rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
      @media (max-width: 34rem) {
        main { padding-top: 1.5rem; }
        svg text { font-size: 15px; }
        svg text.name { font-size: 16px; }
        .figures { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1rem; }
        .figures strong { font-size: 1.6rem; }
        dl { grid-template-columns: 1fr; gap: 0; }
        dd { margin-bottom: 0.5rem; }
      }
      @media print { main { max-width: none; } figure, table { break-inside: avoid; } }
      """;
}
