// The filter of the timeline: by organisation, issuer, state and words, kept in the address.
import assert from 'node:assert';
import { test } from 'node:test';
import { open, serve } from './site.mjs';

const rows = page => page.locator('.row:not([hidden])').evaluateAll(all => all.map(row => row.id));
const hits = page => page.locator('.hits').textContent();

async function timeline(query = '', options) {
  const page = await open(undefined, options);
  await page.goto(`${await serve('every')}/tien-do.html${query}`);
  return page;
}

test('the state chosen is the state shown, and the count is told', async () => {
  const page = await timeline();
  const all = await rows(page);
  await page.locator('[name=s]').selectOption('overdue');
  assert.ok(page.url().endsWith('?s=overdue'));
  const states = await page.locator('[data-log]:not([hidden])').evaluateAll(all => all.map(item => item.dataset.s));
  // The six that are overdue on the day of the site.
  assert.deepEqual(states, Array(6).fill('overdue'));
  assert.equal(await hits(page), '6 nhiệm vụ khớp');
  assert.ok((await rows(page)).length < all.length);
  await page.context().close();
});

test('an organisation, words without their marks, and both, survive a reload', async () => {
  const page = await timeline();
  await page.locator('[name=o]').selectOption('so-y-te');
  const names = await page.locator('[data-log]:not([hidden])').evaluateAll(all => all.map(item => item.dataset.o));
  assert.ok(names.length > 5 && names.every(name => name === 'so-y-te'), `${names}`);
  const of = names.length;
  await page.locator('[name=t]').fill('dien TAP');
  assert.deepEqual(await rows(page), ['_2026-02-ct-ubnd-han-dien-tap']);
  assert.equal(await hits(page), '1 nhiệm vụ khớp');
  await page.reload();
  assert.deepEqual(await rows(page), ['_2026-02-ct-ubnd-han-dien-tap']);
  assert.equal(await page.locator('[name=t]').inputValue(), 'dien TAP');
  await page.locator('[name=t]').fill('');
  assert.equal(await page.locator('[data-log]:not([hidden])').count(), of);
  await page.context().close();
});

test('an issuer, alone', async () => {
  const page = await timeline('?i=ubnd-tinh');
  assert.equal(await page.locator('[name=i]').inputValue(), 'ubnd-tinh');
  assert.equal(await page.locator('.row:not([hidden])').evaluateAll(all => all.filter(row => row.dataset.i !== 'ubnd-tinh').length), 0);
  await page.context().close();
});

test('what matches nothing is said, and reset brings everything back', async () => {
  const page = await timeline();
  const all = await rows(page);
  await page.locator('[name=t]').fill('không có chữ nào như vậy');
  assert.deepEqual(await rows(page), []);
  assert.match(await hits(page), /^Không có nhiệm vụ nào khớp/);
  await page.getByRole('button', { name: 'Bỏ lọc' }).click();
  await page.waitForURL(/tien-do\.html$/);
  assert.deepEqual(await rows(page), all);
  assert.equal(await hits(page), '');
  await page.context().close();
});

test('a match in what is past unfolds it, and the count stands in a live region', async () => {
  const page = await timeline('?s=done-on-time');
  assert.equal(await page.locator('.past').getAttribute('open'), '');
  assert.ok(await page.locator('.past .row:not([hidden])').first().isVisible());
  assert.equal(await page.locator('.hits').getAttribute('role'), 'status');
  await page.context().close();
});

test('without script the page is whole and shows no control', async () => {
  const page = await timeline('?s=overdue', { javaScriptEnabled: false });
  assert.equal(await page.locator('.filter').isVisible(), false);
  const hidden = await page.locator('.row[hidden]').evaluateAll(all => all.map(row => row.dataset.since));
  // Only what is not owed yet is kept back.
  assert.ok(hidden.every(since => since > '2026-03-16'), `${hidden}`);
  assert.ok(await page.locator('.row:not([hidden])').count() > 20);
  assert.match(await page.locator('.asof').first().textContent(), /16\/03\/2026/);
  // Every cut that a control would make is a page.
  for (const state of ['qua-han', 'sap-den-han', 'trong-han', 'hoan-thanh', 'hoan-thanh-qua-han']) {
    assert.ok(await page.locator(`.sum a[href="tien-do/${state}.html"]`).count(), state);
  }
  await page.context().close();
});
