/** The look of the page: on a screen, on a phone, at night and on paper. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--soft:#566170;--line:#d5dbe3;--band:#f4f6f9;--link:#0b57a4;--warn:#9a4a00;--warn-band:#fff4e5;--note:#2f5d8a;--note-band:#eef5fc;--done:#3d6b45;--done-band:#eef6ef;--on:#0b57a4}
@media screen and (prefers-color-scheme:dark){:root{--paper:#12161c;--ink:#e6eaf0;--soft:#9aa6b5;--line:#323b48;--band:#1a2029;--link:#86b7f2;--warn:#f0b072;--warn-band:#2b2115;--note:#9cc3ee;--note-band:#17222f;--done:#9fd0a8;--done-band:#172519;--on:#86b7f2}}
*{box-sizing:border-box}
html{scroll-padding-top:5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.45 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}
header,main,footer{max-width:1500px;margin:0 auto;padding:0 20px}
h1{font-size:22px;margin:24px 0 4px;overflow-wrap:anywhere}
h2{font-size:17px;margin:32px 0 8px}
h2 .count{color:var(--soft);font-weight:400;font-size:14px;margin-left:6px}
p{margin:4px 0}
.soft{color:var(--soft)}
a{color:var(--link)}
.facts{display:flex;flex-wrap:wrap;gap:8px;margin:14px 0 4px;padding:0;list-style:none}
.facts li{border:1px solid var(--line);border-radius:8px;padding:6px 12px;background:var(--band)}
.facts b{display:block;font-size:18px}
.facts span{color:var(--soft);font-size:12px}
.facts .warn b{color:var(--warn)}
#filters{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--line);padding:10px 0;display:flex;flex-wrap:wrap;gap:8px;align-items:center}
#filters[hidden]{display:none}
#filters input,#filters select,#filters button{font:inherit;color:inherit;background:var(--band);border:1px solid var(--line);border-radius:6px;padding:5px 8px;max-width:100%}
#filters input{flex:1 1 220px;min-width:140px}
#filters select{max-width:220px}
:focus-visible{outline:2px solid var(--on);outline-offset:1px}
.drawing{overflow:auto;border:1px solid var(--line);border-radius:8px;margin-top:14px}
.drawing svg{display:block;max-width:none}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{white-space:nowrap;color:var(--soft);font-weight:600;font-size:.86em}
thead button{all:unset;cursor:pointer;border-radius:3px}
thead button:focus-visible{outline:2px solid var(--on)}
thead button::after{content:" \\2195";color:var(--line)}
[aria-sort=ascending] button::after{content:" \\2191";color:var(--on)}
[aria-sort=descending] button::after{content:" \\2193";color:var(--on)}
tbody tr:hover{background:var(--band)}
td.short{white-space:nowrap;overflow-wrap:normal}
td.mid,td.cite{min-width:7.5rem}
td .soft{font-size:.86em}
td.wide{min-width:16rem}
ul.plain{list-style:none;margin:0;padding:0}
.tag{display:inline-block;border-radius:4px;padding:0 6px;font-size:.86em;white-space:nowrap;background:var(--band);border:1px solid var(--line)}
.tag.any,.tag.unexplained,.tag.missing{color:var(--warn);background:var(--warn-band);border-color:transparent}
.finding{border-left:4px solid var(--note);background:var(--note-band);padding:8px 12px;margin:8px 0;border-radius:0 6px 6px 0;overflow-wrap:anywhere}
@media screen{.finding{content-visibility:auto;contain-intrinsic-size:auto 110px}}
.finding.warning{border-color:var(--warn);background:var(--warn-band)}
.finding.acknowledged{border-color:var(--done);background:var(--done-band)}
.finding ul{margin:4px 0;padding-left:18px}
.finding li{margin:2px 0}
summary{cursor:pointer;margin-top:26px}
summary h2{display:inline;margin:0 8px 0 0}
tr:target,li:target{background:var(--note-band)}
.finding h3{margin:0 0 2px;font:600 .93em/1.4 ui-monospace,"DejaVu Sans Mono",monospace}
.finding dl{margin:2px 0;display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 10px}
.finding dt{color:var(--soft)}
.finding dd{margin:0}
td code{overflow-wrap:normal}
code{font:.88em/1.4 ui-monospace,"DejaVu Sans Mono",monospace}
[hidden]{display:none!important}
footer{overflow-wrap:anywhere;margin:40px auto 30px;color:var(--soft)}
@media (max-width:760px){
header,main,footer{padding:0 12px}
#filters{position:static}
#filters select{flex:1 1 130px;max-width:none}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody,tr,td{display:block}
tr{border:1px solid var(--line);border-radius:8px;margin:8px 0;padding:6px 10px}
td{border:0;padding:2px 0 2px 8.5em;min-width:0!important;white-space:normal!important;position:relative}
td::before{content:attr(data-label);position:absolute;left:0;color:var(--soft);font-size:12px}
td:empty{display:none}
.finding dl{grid-template-columns:minmax(0,1fr)}
.drawing svg{width:820px;height:auto}
}
@media print{
@page{size:A4 landscape;margin:8mm}
:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--band:#f4f6f9;--link:#000;--warn:#7a3b00;--warn-band:#fff;--note:#222;--note-band:#fff;--done:#222;--done-band:#fff}
body{font-size:9px;line-height:1.25}
th,td{padding:2px 8px 2px 0}
.cite,td .soft,td br{display:none}
ul.plain li{display:inline}
ul.plain li+li::before{content:", "}
.finding{padding:3px 8px;margin:4px 0}
.finding ul{margin:1px 0}
.finding li{margin:0}
#warnings .body{columns:2;column-gap:16px}
summary{margin-top:6px}
header,main,footer{max-width:none;padding:0}
#filters,thead button::after{display:none!important}
.facts b{font-size:13px;display:inline}
.facts span{font-size:10px;margin-left:5px}
.facts li{padding:2px 8px}
.scroll,.drawing{overflow:visible}
.drawing{border:0;break-inside:avoid}
.drawing svg{width:100%;height:auto;max-height:146mm}
thead{display:table-header-group}
tr,.finding{break-inside:avoid}
h2,h3{break-after:avoid}
td.short{white-space:normal}
td.mid{min-width:7em;overflow-wrap:normal}
#ports td[data-label=why],#others td[data-label=why]{width:44%}
td[data-label=connection]{white-space:nowrap}
.tag{border:0!important;padding:0}
td.wide{min-width:13em}
.facts{margin:6px 0}
h1{font-size:16px;margin:0}
h2{font-size:12px;margin:10px 0 3px}
footer{margin:0}
}
`;
