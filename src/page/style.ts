/** How a page looks: on a screen, light and dark, narrow and wide, and on paper. */
import { COLOURS } from '../figure/palette.js';
import { FAINT, GREY_INK, INK, PALE } from '../figure/theme.js';

/** Colours of figures as they are on a dark ground. Figures are drawn for white paper; styles of the page go over what is written in them. */
const DARK: { readonly [colour: string]: string } = {
  [INK]: '#dfe3e8',
  [GREY_INK]: '#9aa5b1',
  [FAINT]: '#2c333b',
  [PALE]: '#55606b',
  '#ffffff': 'transparent',
  '#000': '#dfe3e8',
  [COLOURS.blue]: '#4aa8e0',
  [COLOURS.vermillion]: '#f0824a',
  [COLOURS.green]: '#2fc49a',
  [COLOURS.purple]: '#d07fcf',
  [COLOURS.black]: '#e8eaed',
};

const recoloured = (property: 'fill' | 'stroke'): string =>
  Object.entries(DARK)
    .map(([from, to]) => `.plot [${property}="${from}"]{${property}:${to}}`)
    .join('\n');

/** Dots of the buttons of series, as the series are drawn. */
const recolouredDots = (): string =>
  Object.entries(DARK)
    .map(([from, to]) => `.tools [data-colour="${from}"]{--c:${to}!important}`)
    .join('\n');

const LIGHT_WORDS = `--ground:#fbfbfa;--card:#fff;--ink:#1d2228;--soft:#5b6672;--line:#dfe3e7;--accent:#005f96;--good:#00694d;--open:#8a5a00;--bad:#a8320f;--warn-ground:#fdf3e4;--code:#f2f4f6;--hit:#e8f2fa`;
const DARK_WORDS = `--ground:#14181d;--card:#1b2026;--ink:#e3e7eb;--soft:#9aa5b1;--line:#323a43;--accent:#6cb8ea;--good:#45c9a2;--open:#e6b04a;--bad:#f4906c;--warn-ground:#2c2417;--code:#232a32;--hit:#22313d`;

const BASE = `:root{color-scheme:light dark;${LIGHT_WORDS}}
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
header,nav ul,main,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.25rem;padding-bottom:.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:.35rem 0 .25rem;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2.5rem 0 .9rem;letter-spacing:-.005em}
h3{font-size:1rem;margin:0 0 .5rem}
.subtitle{margin:0;color:var(--soft);overflow-wrap:anywhere}
.status{display:inline-block;margin:0;padding:.05rem .65rem;border:1px solid currentColor;border-radius:1rem;font-size:.85rem;font-weight:600}
.status.good{color:var(--good)}.status.open{color:var(--open)}.status.bad{color:var(--bad)}
.skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.4rem .8rem;z-index:5}
a{color:var(--accent)}
nav{position:sticky;top:0;z-index:3;background:var(--ground);border-bottom:1px solid var(--line)}
nav ul{display:flex;gap:1.4rem;list-style:none;padding-top:.6rem;padding-bottom:.6rem;overflow-x:auto;white-space:nowrap}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.warnings{border-left:4px solid var(--open);background:var(--warn-ground);padding:.8rem 1.1rem;margin:1.25rem 0 0;border-radius:0 .4rem .4rem 0}
.warnings h2{font-size:1rem;margin:0 0 .3rem}.warnings ul{margin:0;padding-left:1.1rem}.warnings li{overflow-wrap:anywhere}
.verdict dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:.75rem;margin:1.5rem 0 0}
.verdict dl div{display:block;background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem}
.verdict dt{font-size:.85rem;margin-bottom:.15rem}.verdict dd{font-size:1.05rem;font-weight:600;overflow-wrap:anywhere}
dl{margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
section>dl>div{display:grid;grid-template-columns:12rem 1fr;gap:1rem;padding:.35rem 0;border-bottom:1px solid var(--line)}
.verdict>dl>div{border-bottom:1px solid var(--line)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1.25rem;align-items:start}
figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.1rem .8rem;min-width:0;scroll-margin-top:4rem}
figcaption{font-size:.9rem;color:var(--soft)}figcaption p{margin:.4rem 0 0;overflow-wrap:anywhere}
summary{cursor:pointer;margin-top:.3rem}
.plot{position:relative}.plot svg{display:block;width:100%;height:auto}
.live{position:relative}.live svg{background:none!important}.is-live>.drawn{display:none}
.pane{position:absolute;cursor:crosshair;touch-action:pan-y;user-select:none;-webkit-user-select:none;outline-offset:0}
.box{position:absolute;border:1px solid var(--accent);background:color-mix(in srgb,var(--accent) 18%,transparent);pointer-events:none}
.mark{position:absolute;width:11px;height:11px;margin:-5.5px 0 0 -5.5px;border:2px solid var(--ink);border-radius:50%;pointer-events:none}
.tools{display:flex;flex-wrap:wrap;gap:.35rem;margin:.5rem 0 0;align-items:center}
.tools .gap{flex:1}
button,input{font:inherit;color:inherit}
.tools button{background:none;border:1px solid var(--line);border-radius:.35rem;padding:.05rem .55rem;font-size:.85rem;cursor:pointer;min-height:1.7rem}
.tools button:hover{border-color:var(--accent)}
.tools button[aria-pressed]::before{content:"";display:inline-block;width:.6em;height:.6em;margin-right:.4em;border-radius:50%;background:var(--c,var(--accent));border:1px solid var(--c,var(--accent))}
.tools button[aria-pressed=false]{color:var(--soft)}
.tools button[aria-pressed=false]::before{background:none}
#tip{position:fixed;z-index:9;pointer-events:none;max-width:22rem;background:var(--ink);color:var(--ground);border-radius:.35rem;padding:.35rem .6rem;font-size:.85rem;line-height:1.4;white-space:pre-line;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.table{margin:0 0 1.5rem}
.table input{width:min(100%,20rem);background:var(--card);border:1px solid var(--line);border-radius:.35rem;padding:.3rem .6rem;margin:0 .8rem .6rem 0}
.table .count{color:var(--soft);font-size:.9rem}
.scroll{overflow:auto;max-height:34rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;color:var(--soft);padding:.6rem .8rem;caption-side:bottom}
th,td{text-align:left;padding:.35rem .8rem;vertical-align:top;border-bottom:1px solid var(--line)}
tbody tr:last-child td{border-bottom:0}
th:nth-child(n+5):last-child:not(.number){min-width:14rem}
tbody tr:hover{background:var(--hit)}
thead th{position:sticky;top:0;background:var(--card);z-index:1;font-weight:600;white-space:nowrap;box-shadow:inset 0 -1px var(--line)}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th button{background:none;border:0;padding:0;font-weight:600;cursor:pointer}
th button::after{content:"\\2195";margin-left:.35em;color:var(--soft);font-size:.8em}
th[aria-sort=ascending] button::after{content:"\\2191";color:var(--accent)}
th[aria-sort=descending] button::after{content:"\\2193";color:var(--accent)}
td strong{color:var(--accent)}
.command p{margin:.2rem 0;color:var(--soft)}
pre{margin:0 0 .9rem;background:var(--code);border-radius:.4rem;padding:.7rem .9rem;overflow-x:auto}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9rem}
footer{color:var(--soft);font-size:.85rem;padding-top:1.5rem;padding-bottom:2rem}`;

const NARROW = `@media (max-width:40rem){body{font-size:15px}h1{font-size:1.5rem}header,nav ul,main,footer{padding-left:.9rem;padding-right:.9rem}section>dl>div{grid-template-columns:1fr;gap:0}figure{padding:.8rem .7rem .6rem}}`;

const PAPER = `@media print{:root{${LIGHT_WORDS};--ground:#fff}body{font-size:10pt}nav,.tools,.skip,.live,#tip,.table input,.table .count,footer,th button::after{display:none!important}.is-live>.drawn{display:block}.scroll{overflow:visible;max-height:none}thead th{position:static}.figures{grid-template-columns:1fr 1fr;gap:.6rem}figure,tr,.verdict dl div,pre{break-inside:avoid}h2{break-after:avoid}details{display:none}pre{white-space:pre-wrap}td,th{padding:.15rem .4rem}.number{white-space:normal}header,main{padding-left:0;padding-right:0;max-width:none}}`;

/** The style of all pages. */
export const styleText = (): string =>
  [
    BASE,
    `@media screen and (prefers-color-scheme:dark){:root{${DARK_WORDS}}\n${recoloured('fill')}\n${recoloured('stroke')}\n${recolouredDots()}\n}`,
    '@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}',
    NARROW,
    PAPER,
  ].join('\n');
