/** The style sheet of the page: one inline sheet, no fonts or images from anywhere. Readable without colour, on A4 and Letter. */
export const STYLE = `
@page { margin: 16mm 15mm 18mm; @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt Arial, sans-serif; } }
@page practice { @top-center { content: "PRACTICE - not a real instrument"; font: bold 9pt Arial, sans-serif; } }
.practice { page: practice; }
* { box-sizing: border-box; }
html { color-scheme: light; }
body { margin: 0 auto; max-width: 52rem; padding: 2rem 1.5rem 4rem; background: #fff; color: #16191d;
  font: 15px/1.5 "Segoe UI", "Liberation Sans", "DejaVu Sans", Arial, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3, p, dl, dd, table, ul { margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 2.4rem 0 0.8rem; padding-bottom: 0.3rem; border-bottom: 2px solid #16191d; font-size: 1.15rem;
  font-weight: 650; break-after: avoid; }
h3 { font-size: 1rem; font-weight: 650; break-after: avoid; }
h3 .quiet { margin-left: 0.4em; font-weight: 400; }
.maker { font-size: 0.8rem; letter-spacing: 0.06em; text-transform: uppercase; color: #4a5058; }
.lead { margin-top: 0.4rem; font-size: 1.1rem; }
.quiet { color: #4a5058; font-size: 0.87rem; }
code { font: 0.85em/1.45 "Cascadia Mono", Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; }
.band { margin-bottom: 1.6rem; padding: 0.9rem 1.1rem; border: 4px double #7a3b00; background: #fff3d6; color: #4f2600; }
.band strong { display: block; font-size: 1.5rem; letter-spacing: 0.16em; }
.stamp { margin-right: 0.6em; padding: 0 0.4em; border: 2px solid #7a3b00; color: #7a3b00; font-size: 0.7em;
  letter-spacing: 0.1em; vertical-align: 0.12em; }
.state { display: inline-block; min-width: 9.5em; padding: 0.1em 0.6em 0.1em 0.35em; border: 2px solid #16191d;
  border-radius: 3px; font-weight: 650; white-space: nowrap; }
.state b { display: inline-block; width: 1.5em; text-align: center; }
.open { border-width: 3px; border-color: #8c1515; background: #fdecec; color: #6d0f0f; }
.waits { border-style: dashed; border-color: #7a4b00; background: #fff6e0; color: #5c3800; }
.closed { border-color: #14532d; background: #eaf6ee; color: #0f4024; }
.overall { display: flex; gap: 1.1rem; align-items: center; margin: 1.2rem 0 1rem; font-size: 1.05rem; }
.overall .state { min-width: 0; padding: 0.2em 0.8em 0.2em 0.4em; font-size: 1.45rem; flex: none; }
.verdict { margin-top: 0.7rem; padding: 0.8rem 1rem; border: 1px solid #b4bac2; border-left: 5px solid #16191d;
  break-inside: avoid; }
.verdict header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; }
.verdict p { margin-top: 0.4rem; }
.verdict + .quiet { margin-top: 0.7rem; }
.looks { table-layout: fixed; }
.looks th:first-child { width: 9.5rem; }
.looks tbody th { overflow-wrap: normal; }
dl + .warn { margin-top: 1.2rem; }
dl { display: grid; grid-template-columns: minmax(9rem, 13rem) 1fr; gap: 0.3rem 1.2rem; }
dt { color: #4a5058; }
table { width: 100%; border-collapse: collapse; font-size: 0.93rem; }
th, td { padding: 0.4rem 0.7rem 0.4rem 0; border-bottom: 1px solid #d5d9de; text-align: left; vertical-align: top; }
th { font-weight: 650; }
thead th, thead td { border-bottom: 1.5px solid #16191d; }
tbody th { font-weight: 400; color: #4a5058; }
tr { break-inside: avoid; }
table.small { table-layout: fixed; margin: 0.4rem 0 1.4rem; font-size: 0.84rem; }
table.small td:nth-child(1), table.small th:nth-child(1) { width: 44%; }
ul { padding-left: 1.2rem; }
li + li { margin-top: 0.35rem; }
.warn { margin-top: 0.7rem; padding: 0.7rem 1rem; border: 2px solid #7a4b00; background: #fff6e0; break-inside: avoid; }
.warn p + p { margin-top: 0.2rem; }
.step { margin-top: 0.9rem; padding-top: 0.9rem; border-top: 1px solid #d5d9de; }
.step:first-of-type { border-top: 0; padding-top: 0; margin-top: 0; }
.step > * + * { margin-top: 0.4rem; }
pre { margin: 0.6rem 0 0; padding: 0.7rem 0.9rem; border: 1px solid #b4bac2; background: #f6f7f8; white-space: pre-wrap; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2 { margin-top: 1.4rem; }
  dl, pre { break-inside: avoid; }
  pre { break-before: avoid; }
  .lead { font-size: 1.05rem; }
}
`;
