// Everybody can use every page: axe finds no fault, the keyboard reaches every control, and what is enlarged,
// spaced out or shown in the colours of the reader can be read.
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { WIDTHS, each, kinds, open, serve } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const unfold = page => page.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));

for (const [site, widths] of [['empty', [390]], ['one', [1440]], ['every', WIDTHS], ['sample', [1440, 390]], ['large', [1440]]]) {
  test(`axe finds no fault in "${site}" at ${widths.join(', ')} px, light and dark`, async () => {
    const origin = await serve(site);
    await each(kinds(site), async name => {
      const page = await open();
      await page.goto(`${origin}/${name}`);
      await unfold(page);
      await page.evaluate(AXE);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          const found = await page.evaluate(async rules => {
            const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
            return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 150)} ${node.failureSummary}`));
          }, RULES);
          assert.deepEqual(found.slice(0, 5), [], `${name}, ${colorScheme}, ${width} px`);
        }
      }
      await page.context().close();
    }, 2);
  });
}

for (const width of [1440, 390]) {
  test(`Tab goes through every link and control in the order of the page at ${width} px, and one sees where`, async () => {
    const origin = await serve('every');
    await each(kinds('every'), async name => {
      const page = await open(undefined, { reducedMotion: 'reduce', viewport: { width, height: 900 } });
      await page.goto(`${origin}/${name}`);
      // Marks what can be reached; a link inside what is folded cannot.
      const count = await page.evaluate(() => {
        const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter(e => e.checkVisibility());
        all.forEach((e, at) => { e.dataset.at = at; });
        return all.length;
      });
      for (let at = 0; at < count; at += 1) {
        await page.keyboard.press('Tab');
        const { there, ...seen } = await page.evaluate(() => {
          const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
          const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10));
          return {
            there: e.outerHTML.slice(0, 120),
            at: e.dataset.at,
            outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            // Nothing sticky lies over it (WCAG 2.4.11); a link of two lines may have no middle.
            uncovered: e.getClientRects().length > 1 || e.contains(middle),
          };
        });
        assert.deepEqual(seen, { at: String(at), outlined: true, uncovered: true }, `${name}, stop ${at}: ${there}`);
      }
      await page.context().close();
    }, 2);
  });
}

test('in the colours of the reader, marks of two states are still two', async () => {
  const page = await open(undefined, { forcedColors: 'active' });
  await page.goto(`${await serve('every')}/tien-do.html`);
  const looks = await page.evaluate(() => {
    const list = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    document.querySelector('main').append(list);
    return ['overdue', 'due-soon', 'in-time', 'done-late', 'done-on-time'].map(state => {
      const mark = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      mark.setAttribute('class', `c ${state}`);
      list.append(mark);
      const { fill, stroke } = getComputedStyle(mark);
      return `${fill} ${stroke}`;
    });
  });
  assert.equal(new Set(looks).size, looks.length, looks.join(' | '));
  await page.context().close();
});
