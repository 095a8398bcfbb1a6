// A page asks for nothing but what it brings, from the strictest host and from a folder.
import assert from 'node:assert';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { DAY, POLICY, each, folder, kinds, open, pages, serve, text } from './site.mjs';

/** What a page says and asks for, from now on. */
function listen(page, origin) {
  const heard = [];
  page.on('console', message => heard.push(`console: ${message.text()}`));
  page.on('pageerror', error => heard.push(`error: ${error}`));
  page.on('requestfailed', request => heard.push(`failed: ${request.url()}`));
  page.on('request', request => request.url().startsWith(origin) || heard.push(`off-origin: ${request.url()}`));
  page.on('response', response => response.status() < 400 || heard.push(`${response.status()}: ${response.url()}`));
  return heard;
}

for (const site of ['empty', 'one', 'every']) {
  test(`"${site}" keeps the strictest policy, says nothing and asks nobody else`, async () => {
    const origin = await serve(site);
    await each(kinds(site), async name => {
      const page = await open();
      const heard = listen(page, origin);
      await page.goto(`${origin}/${name}`, { waitUntil: 'load' });
      assert.deepEqual(heard, [], name);
      await page.context().close();
    });
  });
}

test('what is not there is answered by a page that works at any depth', async () => {
  const origin = await serve('every');
  const page = await open();
  const heard = listen(page, origin);
  const response = await page.goto(`${origin}/van-ban/1999/khong-co.html`);
  assert.equal(response.status(), 404);
  // The page itself was not found, nor a style in its folder, which it has where it is opened from a disk; the
  // one at the root and the script were. Chromium says so in a line each.
  const beside = `${origin}/van-ban/1999/assets/congbao.css`;
  assert.deepEqual(heard.filter(words => !words.includes('404') && words !== `failed: ${beside}`), []);
  const missing = heard.filter(words => words.startsWith('404')).map(words => words.replace(`404: ${origin}`, ''));
  assert.deepEqual(missing.sort(), ['/van-ban/1999/assets/congbao.css', '/van-ban/1999/khong-co.html']);
  assert.ok(await page.evaluate(() => getComputedStyle(document.querySelector('.skip')).position) === 'absolute');
  const links = await page.locator('main a').evaluateAll(all => all.map(a => a.href));
  assert.ok(links.length >= 4);
  for (const link of links) assert.equal((await page.request.get(link)).status(), 200, link);
  await page.context().close();
});

test('every page bears the policy before anything else', () => {
  let count = 0;
  for (const site of ['empty', 'one', 'every', 'large', 'poisoned']) {
    // Attachments are no pages.
    for (const name of pages(site).filter(name => text(site, name).includes('<body data-page='))) {
      const [policy] = POLICY.split('; frame-ancestors');
      const begin = `<head>\n<meta http-equiv="Content-Security-Policy" content="${policy}">\n`;
      assert.ok(text(site, name).includes(begin), `${site}/${name}`);
      count += 1;
    }
  }
  assert.ok(count > 100, `${count}`);
});

test('no page holds a style, a script or a handler of its own, nor a data: address', () => {
  for (const site of ['empty', 'one', 'every', 'large']) {
    for (const name of pages(site)) {
      const inside = text(site, name).match(/<style|<script(?![^>]* src=)|<[^>]* (style|on\w+)=|javascript:|(href|src)="data:/i);
      assert.equal(inside?.[0], undefined, `${site}/${name}`);
    }
  }
});

test('pages, links and script work from a folder', async () => {
  const page = await open(`2026-03-17T12:00:00+07:00`);
  const root = pathToFileURL(folder('every')).href;
  const heard = listen(page, root);
  for (const name of kinds('every').filter(name => name !== '404.html')) {
    await page.goto(`${root}/${name}`);
    const links = await page.locator('a[href]').evaluateAll(all => all.filter(a => a.protocol === 'file:').map(a => a.href.split('#')[0]));
    for (const link of new Set(links)) {
      await assert.doesNotReject(import('node:fs/promises').then(fs => fs.access(new URL(link))), `${name} links to ${link}`);
    }
  }
  await page.goto(`${root}/index.html`);
  await page.getByRole('navigation').getByRole('link').first().click();
  await page.waitForURL(`${root}/tien-do.html`);
  // One day later than it was built for: the script has run.
  assert.match(await page.locator('.asof').first().textContent(), /17\/03\/2026/);
  await page.locator('.filter [name=s]').selectOption('overdue');
  assert.ok(page.url().endsWith(`${path.basename(folder('every'))}/tien-do.html?s=overdue`), page.url());
  assert.deepEqual(heard, []);
  await page.context().close();
});
