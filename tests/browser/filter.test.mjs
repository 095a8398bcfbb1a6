// The filter of the timeline: by organisation, issuer, state and words, kept in the address; and the day asked for.
import assert from 'node:assert';
import { test } from 'node:test';
import { open, pages, printed, serve, text } from './site.mjs';

/** What is owed on the day of the site, as its data say. */
const TASKS = JSON.parse(text('every', 'du-lieu/nhiem-vu.json'));
const OPEN = ['overdue', 'due-soon', 'in-time'];
const owing = TASKS.filter(task => OPEN.includes(task.state));
const count = wanted => owing.filter(wanted).length;

const rows = page => page.locator('.row:not([hidden])').evaluateAll(all => all.map(row => row.querySelector('.t').getAttribute('href')));
const hits = async page => (await page.locator('.hits').textContent()).replace(/\s+/g, ' ').trim();
const heads = page => page.locator('section[data-kind] h2:visible').allTextContents();

async function timeline(query = '', options) {
  const page = await open(undefined, options);
  await page.goto(`${await serve('every')}/tien-do.html${query}`);
  return page;
}

test('the state chosen is the state shown: other sections go, heads and the line below count it', async () => {
  const page = await timeline();
  const [all, before] = [await rows(page), await heads(page)];
  assert.equal(before.length, 2);
  const overdue = count(task => task.state === 'overdue');
  await page.locator('[name=s]').selectOption('overdue');
  assert.ok(page.url().endsWith('?s=overdue'));
  assert.equal(await hits(page), `Tình trạng: Quá hạn: ${overdue} nhiệm vụ khớp.`);
  const [head, ...others] = await heads(page);
  assert.deepEqual(others, []);
  assert.match(head, new RegExp(`^Quá hạn *${overdue} `));
  const found = await rows(page);
  assert.ok(found.length > 0 && found.length < all.length);
  await page.locator('[name=s]').selectOption('');
  assert.deepEqual([await rows(page), await heads(page), await hits(page)], [all, before, '']);
  await page.context().close();
});

test('an organisation, words without their marks, and both, survive a reload', async () => {
  const page = await timeline();
  await page.locator('[name=o]').selectOption('so-y-te');
  const owed = count(task => task.organization?.id === 'so-y-te');
  assert.equal(await hits(page), `Đơn vị: Sở Y tế: ${owed} nhiệm vụ khớp. Mọi việc của Sở Y tế`);
  // Of those who owe a task, only the one asked for is named.
  const named = await page.locator('.row:not([hidden]) .owe > span:not([hidden]) > a:first-child').allTextContents();
  assert.ok(named.length > 0 && named.every(name => name === 'Sở Y tế'), `${named}`);
  await page.locator('[name=t]').fill('dien TAP');
  const one = await rows(page);
  assert.equal(one.length, 1);
  assert.match(one[0], /han-dien-tap$/);
  await page.reload();
  assert.deepEqual(await rows(page), one);
  assert.equal(await page.locator('[name=t]').inputValue(), 'dien TAP');
  await page.context().close();
});

test('an organisation leads to the page that holds all of its tasks', async () => {
  const page = await timeline('?o=so-y-te');
  await page.locator('.hits a').click();
  await page.waitForURL(/don-vi\/so-y-te\.html$/);
  assert.match(await page.locator('h1').textContent(), /Sở Y tế/);
  await page.context().close();
  // Also from a page below the root.
  const below = await open();
  const origin = await serve('every');
  const name = pages('every').find(name => name.startsWith('tien-do/') && text('every', name).includes('name="o"'));
  await below.goto(`${origin}/${name}`);
  const id = await below.locator('[name=o] option').nth(1).getAttribute('value');
  await below.locator('[name=o]').selectOption(id);
  await below.locator('.hits a').click();
  await below.waitForURL(`${origin}/don-vi/${id}.html`);
  await below.context().close();
});

test('a page that holds a part of a list says of how many rows it counts', async () => {
  const name = 'tien-do/qua-han.html';
  const page = await open();
  await page.goto(`${await serve('large')}/${name}`);
  const all = await rows(page);
  const id = await page.locator('[name=o] option').nth(1).getAttribute('value');
  await page.locator('[name=o]').selectOption(id);
  const found = await rows(page);
  assert.ok(found.length < all.length);
  assert.match(await hits(page), new RegExp(`trong ${all.length} dòng trên trang này\\.`));
  assert.ok(await page.locator('.hits a').isVisible());
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
  assert.equal(await hits(page), 'Từ ngữ: “không có chữ nào như vậy”: Không có nhiệm vụ nào khớp.');
  await page.getByRole('button', { name: 'Bỏ lọc' }).click();
  await page.waitForURL(/tien-do\.html$/);
  assert.deepEqual([await rows(page), await hits(page)], [all, '']);
  await page.context().close();
});

test('what an address asks for and the page does not know is said, and hides nothing', async () => {
  const page = await timeline();
  const all = await rows(page);
  for (const name of ['o', 'i', 's']) {
    await page.goto(`${await serve('every')}/tien-do.html?${name}=khong-co`);
    assert.match(await hits(page), /^Không có “khong-co” /);
    assert.deepEqual(await rows(page), all);
  }
  await page.goto(`${await serve('every')}/tien-do.html?o=khong-co&s=overdue`);
  assert.match(await hits(page), /^Không có “khong-co” .* Tình trạng: Quá hạn: /);
  await page.context().close();
});

test('the conditions stand on paper', async () => {
  const { texts } = await printed('every', 'tien-do.html?s=overdue');
  const words = texts.join(' ').replace(/\s+/g, ' ');
  assert.match(words, /Tình trạng: Quá hạn: \d+ nhiệm vụ khớp/);
  assert.ok(!words.includes('Bỏ lọc') && !words.includes('Sắp tới'));
});

test('the way back leads to the same rows at the same place', async () => {
  const page = await timeline('', { viewport: { width: 820, height: 400 } });
  await page.evaluate(() => history.replaceState({ kept: 'by somebody else' }, ''));
  await page.locator('[name=s]').selectOption('in-time');
  assert.deepEqual(await page.evaluate(() => history.state), { kept: 'by somebody else' });
  const found = await rows(page);
  await page.locator('.row:not([hidden]) .t').last().scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => scrollY);
  assert.ok(place > 300, `${place}`);
  await page.locator('.row:not([hidden]) .t').last().click();
  await page.waitForURL(/van-ban/);
  await page.goBack();
  await page.waitForURL(/tien-do\.html\?s=in-time$/);
  assert.deepEqual([await page.locator('[name=s]').inputValue(), await rows(page)], ['in-time', found]);
  await page.waitForFunction(place => Math.abs(scrollY - place) < 5, place, { timeout: 5000 });
  await page.context().close();
});

test('the day that an address asks for is the day of the page, of its links, and stays beside the filter', async () => {
  const page = await timeline('?as-of=2026-04-06');
  const later = await open('2026-04-06T12:00:00+07:00');
  await later.goto(`${await serve('every')}/tien-do.html`);
  const words = page => page.locator('main section').allInnerTexts();
  assert.deepEqual(await words(page), await words(later));
  await page.locator('[name=s]').selectOption('overdue');
  assert.match(page.url(), /\?as-of=2026-04-06&s=overdue$/);
  await page.getByRole('navigation').getByRole('link', { name: 'Đơn vị' }).click();
  await page.waitForURL(/don-vi\.html\?as-of=2026-04-06$/);
  await page.context().close();
  await later.context().close();
  // A day before that of the site, and what is no day, change nothing.
  const own = await timeline();
  const expected = await words(own);
  for (const day of ['2020-01-01', 'mai', '9', '2027', '2026-12', '2026-02-31', '2026-13-01', '2026-12-31T00:00', '12/31/2026', '+02026-12-31', '']) {
    await own.goto(`${await serve('every')}/tien-do.html?as-of=${encodeURIComponent(day)}`);
    assert.deepEqual(await words(own), expected, day);
    if (day !== '2020-01-01') assert.equal(await own.locator('nav a[href*="as-of"]').count(), 0, day);
  }
  await own.context().close();
});

test('without script the page is whole and shows no control', async () => {
  const page = await timeline('?s=overdue', { javaScriptEnabled: false });
  assert.equal(await page.locator('.filter').isVisible(), false);
  const hidden = await page.locator('.row[hidden]').evaluateAll(all => all.map(row => row.dataset.since));
  // Only what is not owed yet is kept back.
  assert.ok(hidden.every(since => since > '2026-03-16'), `${hidden}`);
  const states = await page.locator('.row:not([hidden])').evaluateAll(all => all.map(row => row.dataset.s).join(''));
  assert.equal([...states].filter(digit => digit < '3').length, owing.length);
  // Every cut that a control would make is a page.
  for (const state of ['qua-han', 'sap-den-han', 'trong-han', 'hoan-thanh', 'hoan-thanh-qua-han']) {
    assert.ok(await page.locator(`a[href="tien-do/${state}.html"]`).count(), state);
  }
  await page.context().close();
});
