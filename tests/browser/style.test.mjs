// The style sheet: what it says is what a browser does, what it names is on a page, and it is small.
import assert from 'node:assert';
import fs from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { flat, parse } from './css.mjs';
import { open, pages, text } from './site.mjs';

const ASSETS = '../../layouts/assets';
const SOURCE = fs.readFileSync(`${ASSETS}/congbao.css`, 'utf8');
const RULES = flat(parse(SOURCE));

/** The published style sheet and script: those of the sources without what is only to be read. */
const [CSS, JS] = ['css', 'js'].map(ending => text('every', `assets/congbao.${ending}`));

test('style sheet and script are 16 kB at most, as a host sends them', () => {
  const [css, js] = [CSS, JS].map(text => gzipSync(text).length);
  assert.ok(css + js <= 16 * 1024, `${css} + ${js} bytes`);
});

test('the published style sheet holds the rules of the source', async () => {
  const page = await open();
  const [own, published] = await page.evaluate(all => all.map(css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return [...sheet.cssRules].map(rule => rule.cssText.replace(/,\s+/g, ',')).join('\n');
  }), [SOURCE, CSS]);
  assert.ok(CSS.length < SOURCE.length);
  assert.equal(published, own);
  await page.context().close();
});

test('each declaration stands in a line of its own', () => {
  const lines = RULES.flatMap(rule => rule.declarations.map(one => one.line));
  assert.ok(lines.length > 500);
  assert.deepEqual(lines.filter((line, at) => line === lines[at - 1]), []);
});

test('every custom property that is used is named at the head, and the other way round', () => {
  const named = new Set(RULES.flatMap(rule => rule.declarations.filter(one => one.name.startsWith('--')).map(one => one.name)));
  const used = new Set([...SOURCE.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
  assert.deepEqual([...used].sort(), [...named].sort());
});

/** What a browser does not understand of a style sheet. */
async function dropped(source) {
  const rules = flat(parse(source));
  const root = rules.find(rule => rule.head === ':root');
  // A value with `var()` is kept whatever it says: what stands for it is what is tried.
  const names = Object.fromEntries(root.declarations.map(one => [one.name, one.value]));
  const filled = value => value.replace(/var\((--[\w-]+)\)/g, (_, name) => filled(names[name] ?? 'nothing'));
  const tried = rules.map(({ head, line, declarations, within }) => ({
    head, line, within, declarations: declarations.map(one => ({ ...one, value: filled(one.value) })),
  }));
  const page = await open();
  const found = await page.evaluate(all => {
    const only = css => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      let rule = sheet.cssRules[0];
      while (rule?.cssRules?.length) [rule] = rule.cssRules;
      return rule;
    };
    return all.flatMap(({ head, line, within, declarations }) => {
      // The boxes in the margin of a sheet are not in the object model: their declarations are tried alone.
      const heads = /^@(top|bottom)-/.test(head) ? ['x'] : [...within, head];
      const kept = inner => only(heads.reduceRight((css, head) => `${head} { ${css} }`, inner));
      const last = kept('');
      if (!last || last.constructor === CSSMediaRule && !head.startsWith('@media')) return [`${line}: ${head}`];
      if (last.media && [...last.media].includes('not all')) return [`${line}: ${head}`];
      return declarations.filter(({ name, value }) => !kept(`${name}: ${value}`)?.style?.length)
        .map(({ line, name, value }) => `${line}: ${name}: ${value}`);
    });
  }, tried);
  await page.context().close();
  return found;
}

test('the browser keeps every rule and every declaration', async () => {
  assert.deepEqual(await dropped(SOURCE), []);
});

test('what the browser drops is found', async () => {
  const wrong = `:root { --gap: 1rem; }
    ul { columns: min(18rem, 100%); }
    ul { colour: red; margin: var(--gap); }
    ul { margin: var(--gone); }
    ul:nothing { margin: 0; }
    @media print and { ul { margin: 0; } }
    @media print { @page { @top-left { content: 1 red; } } }
    @media print { ul:nothing { margin: 0; } }`;
  const lines = (await dropped(wrong)).map(text => parseInt(text));
  assert.deepEqual([...new Set(lines)], [2, 3, 4, 5, 6, 7, 8]);
});

test('every class of the sheet is on a page, and every class of a page is known', async () => {
  const named = new Set(RULES.flatMap(({ head }) => (head.startsWith('@') ? [] : [...head.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name))));
  const script = fs.readFileSync(`${ASSETS}/congbao.js`, 'utf8');
  const layouts = fs.readdirSync('../../layouts', { recursive: true }).filter(name => name.endsWith('.html'))
    .map(name => fs.readFileSync(`../../layouts/${name}`, 'utf8')).join('\n');
  const used = new Set();
  for (const site of ['empty', 'one', 'every', 'sample', 'settled', 'large']) {
    for (const name of pages(site)) {
      for (const [, classes] of text(site, name).matchAll(/ class="([^"]*)"/g)) classes.split(/\s+/).forEach(one => used.add(one));
    }
  }
  // What no test site has, a layout names.
  const inLayouts = name => new RegExp(`[" }]${name}[" {]`).test(layouts);
  const unused = [...named].filter(name => !used.has(name) && !inLayouts(name) && !script.includes(name)).sort();
  assert.deepEqual(unused, [], 'in the sheet alone');
  // Names that only the script or the sheet of a site may need: states without a colour, kinds of words in a text.
  const plain = ['ax', 'box', 'cancelled', 'cite', 'force-line', 'ongoing', 'report', 'undated'];
  const unknown = [...used].filter(name => name && !named.has(name) && !plain.includes(name) && !new RegExp(`\\.${name}\\b`).test(script)).sort();
  assert.deepEqual(unknown, [], 'on a page alone');
});
