// On paper: the timeline is A3 landscape, a document A4, and no row is cut in two.
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { open, serve } from './site.mjs';

/** The pages of a PDF: width and height in points, and text. */
async function printed(name, site = 'every') {
  const page = await open();
  await page.goto(`${await serve(site)}/${name}`);
  await page.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));
  // A mark at the first and at the last of each row.
  const rows = await page.evaluate(() => [...document.querySelectorAll('.row:not([hidden])')].map((row, at) => {
    row.querySelector('.when').prepend(`a${at}a `);
    row.querySelector('.what').append(` z${at}z`);
    return at;
  }));
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'congbao-')), 'trang.pdf');
  await page.pdf({ path: file, preferCSSPageSize: true });
  await page.context().close();
  const info = execFileSync('pdfinfo', ['-l', '999', file], { encoding: 'utf8' });
  const sizes = [...info.matchAll(/size:\s+([\d.]+) x ([\d.]+)/g)].map(([, width, height]) => [Math.round(width), Math.round(height)]);
  const texts = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, sizes.length);
  fs.rmSync(path.dirname(file), { recursive: true });
  return { rows, sizes, texts };
}

for (const [name, size] of [['tien-do.html', [1191, 842]], ['van-ban/2026/02-ct-ubnd.html', [595, 842]]]) {
  test(`${name} is ${size} points, and no row is cut`, async () => {
    const { rows, sizes, texts } = await printed(name);
    assert.ok(sizes.length > 0 && rows.length > 5);
    // A millimetre of tolerance: Chromium rounds pages to pixels.
    for (const page of sizes) assert.ok(page.every((length, at) => Math.abs(length - size[at]) <= 3), `${page}`);
    for (const at of rows) {
      const [first, last] = [`a${at}a`, `z${at}z`].map(mark => texts.findIndex(text => text.includes(mark)));
      assert.ok(first >= 0, `row ${at} is not printed`);
      assert.equal(first, last, `row ${at} is cut`);
    }
  });
}

test('the matrix is A4 landscape, as a table', async () => {
  const { sizes, texts } = await printed('bao-cao.html');
  for (const page of sizes) assert.ok(Math.abs(page[0] - 842) <= 3 && Math.abs(page[1] - 595) <= 3, `${page}`);
  // The heads of the columns stand in one line above the rows.
  assert.match(texts[0], /Đơn vị +Tổng/);
});

test('what is only for a screen is not printed', async () => {
  const { texts } = await printed('tien-do.html');
  const text = texts.join('\n');
  assert.ok(!text.includes('Bỏ lọc') && !text.includes('Mọi đơn vị'));
  assert.match(text, /16\/03\/2026/);
});
