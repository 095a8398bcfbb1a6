// Nothing is wider than the screen, and nothing is cut off when a reader spaces text out.
import assert from 'node:assert';
import { test } from 'node:test';
import { WIDTHS, each, kinds, open, serve } from './site.mjs';

const SITES = ['empty', 'one', 'every', 'sample', 'large'];

for (const site of SITES) {
  test(`no page of "${site}" scrolls sideways, light or dark`, async () => {
    const origin = await serve(site);
    await each(kinds(site), async name => {
      const page = await open();
      await page.goto(`${origin}/${name}`);
      await openAll(page);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await page.evaluate(tooWide), [], `${name}, ${colorScheme}, ${width} px`);
          if (width < 480) assert.deepEqual(await page.evaluate(squeezed), [], `${name}, ${colorScheme}, ${width} px`);
        }
      }
      await page.context().close();
    });
  });
}

// WCAG 1.4.10: 400 % on a screen of 1280 px is 320 px, at which no page scrolls sideways; nor does it with
// text of twice the size (WCAG 1.4.4).
test('text of twice the size fits at 640 px', async () => {
  const origin = await serve('every');
  await each(kinds('every'), async name => {
    const page = await open(undefined, { viewport: { width: 640, height: 900 } });
    await page.goto(`${origin}/${name}`);
    await openAll(page);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('html { font-size: 36px !important }');
      document.adoptedStyleSheets = [sheet];
    });
    assert.deepEqual(await page.evaluate(tooWide), [], name);
    await page.context().close();
  });
});

// WCAG 1.4.12: the spacing that a reader may set.
const SPACED = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }';

test('text that is spaced out is not clipped at 390 px', async () => {
  for (const site of ['one', 'every']) {
    const origin = await serve(site);
    await each(kinds(site), async name => {
      const page = await open(undefined, { viewport: { width: 390, height: 844 } });
      await page.goto(`${origin}/${name}`);
      await openAll(page);
      await page.evaluate(css => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
      }, SPACED);
      assert.deepEqual(await page.evaluate(tooWide), [], name);
      assert.deepEqual(await page.evaluate(clipped), [], name);
      await page.context().close();
    });
  }
});

const openAll = page => page.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));

/** What stands out at the right, where the page scrolls sideways. */
function tooWide() {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1);
  return out.length ? out.slice(0, 5).map(e => e.outerHTML.slice(0, 120)) : [`the page is ${document.documentElement.scrollWidth} px wide`];
}

/** Cells of our lists whose neighbour leaves them a few letters a line. Tables of a text are its own. */
function squeezed() {
  const narrow = [...document.querySelectorAll('.list td, dd')].filter(e => {
    const range = document.createRange();
    range.selectNodeContents(e);
    const { width, height } = range.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(e).fontSize);
    return width > 0 && width < 4 * size && height > 5 * size * 1.2;
  });
  return narrow.slice(0, 5).map(e => e.outerHTML.slice(0, 120));
}

/** Elements that hide a part of their text. What only screen readers get is apart. */
function clipped() {
  return [...document.body.querySelectorAll('*')].filter(e => {
    const style = getComputedStyle(e);
    const hides = direction => ['hidden', 'clip'].includes(style[direction]);
    return e.checkVisibility() && style.clipPath === 'none' && !e.closest('svg, select')
      && (hides('overflowX') && e.scrollWidth > e.clientWidth || hides('overflowY') && e.scrollHeight > e.clientHeight);
  }).map(e => e.outerHTML.slice(0, 120));
}
