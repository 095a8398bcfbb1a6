// The live preview in a real browser: save, and it is there; break the YAML, and be told; mend it.
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { DAY, open } from './site.mjs';

const FILE = 'content/directives/02-ct-ubnd.md';
const PAGE = 'van-ban/2026/02-ct-ubnd.html';
const running = [];
after(() => running.forEach(stop => stop()));

/** A site of its own, with a server. */
async function preview() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'congbao-'));
  fs.cpSync('site', root, { recursive: true });
  const file = path.join(root, FILE);
  const text = fs.readFileSync(file, 'utf8');
  const site = { root, text, save: words => fs.writeFileSync(file, words), start };
  let child;
  async function start(...more) {
    child = spawn(process.env.CONGBAO_BIN, ['--root', root, 'serve', '--as-of', DAY, ...more], { stdio: ['ignore', 'pipe', 'ignore'] });
    site.url = await new Promise(ready => child.stdout.on('data', said => {
      const url = String(said).match(/http:\S+/);
      if (url) ready(url[0]);
    }));
    // It is there at once, and has its pages a little later.
    while ((await fetch(site.url)).status === 503) await new Promise(later => setTimeout(later, 20));
  }
  site.stop = () => new Promise(gone => { child.on('exit', gone); child.kill('SIGTERM'); });
  await start();
  running.push(() => { child.kill('SIGKILL'); fs.rmSync(root, { recursive: true, force: true }); });
  return site;
}

/** A page of the preview that counts how often it was loaded. */
async function look(site, options) {
  const page = await open(undefined, options);
  page.loads = 0;
  page.on('load', () => { page.loads += 1; });
  page.faults = [];
  page.on('pageerror', error => page.faults.push(String(error)));
  page.on('console', message => message.type() === 'error' && page.faults.push(message.text()));
  await page.goto(site.url + PAGE);
  await page.waitForTimeout(300);
  return page;
}

const shows = (page, words) => page.waitForFunction(words => document.body?.innerText.includes(words), words, { polling: 5, timeout: 10000 });

test('what is saved is seen, once, and the reader stays where he was', async t => {
  const site = await preview();
  const page = await look(site, { viewport: { width: 1200, height: 500 } });
  const times = [];
  for (let at = 0; at < 30; at += 1) {
    const begun = performance.now();
    site.save(`${site.text}\n\nLần lưu số ${at}x.\n`);
    await shows(page, `Lần lưu số ${at}x.`);
    times.push(performance.now() - begun);
    await page.waitForTimeout(50);
  }
  assert.equal(page.loads, 31);
  t.diagnostic(`save to pixels: median ${times.sort((a, b) => a - b)[15].toFixed(0)} ms, 95th ${times[28].toFixed(0)} ms`);
  // What was saved stood at the end, out of sight: it was brought into view. A change in what is in view
  // moves nothing.
  const box = await page.getByText('Lần lưu số 29x.').boundingBox();
  assert.ok(box.y >= 0 && box.y < 500, `it stands at ${box.y}`);
  await page.evaluate(() => scrollTo(0, 0));
  const title = site.text.match(/^title: (.*)$/m)[1];
  site.save(site.text.replace(title, 'Tên mới'));
  await shows(page, 'Tên mới');
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a fault is told over the last good page, and goes by itself, fifty times', async () => {
  const site = await preview();
  const page = await look(site);
  const broken = site.text.replace(/^date:/m, 'dat:');
  for (let at = 0; at < 50; at += 1) {
    site.save(broken);
    await page.waitForSelector('.congbao-notice:not([hidden])', { timeout: 10000 });
    if (at % 10 === 0) {
      await page.waitForSelector('.congbao-faults', { timeout: 10000 });
      const report = await page.locator('.congbao-faults').innerText();
      assert.match(report, /02-ct-ubnd\.md:\d+:1/);
      assert.match(report, /date/);
      assert.ok(await page.locator('h1').first().isVisible(), 'the last good page stays');
    }
    site.save(site.text);
    await page.waitForSelector('.congbao-notice[hidden]', { state: 'attached', timeout: 10000 });
    assert.equal(await page.locator('.congbao-faults').count(), 0);
  }
  await page.context().close();
});

test('twenty tabs show what is saved', async () => {
  const site = await preview();
  const first = await look(site);
  const tabs = [first];
  for (let at = 1; at < 20; at += 1) {
    const tab = await first.context().newPage();
    await tab.goto(site.url + PAGE);
    tabs.push(tab);
  }
  site.save(`${site.text}\n\nCả hai mươi.\n`);
  for (const tab of tabs) await shows(tab, 'Cả hai mươi.');
  await first.context().close();
});

test('a page that does not change is not loaded again, and a style sheet is swapped in place', async () => {
  const site = await preview();
  const page = await look(site);
  const other = await page.context().newPage();
  let loads = 0;
  await other.goto(`${site.url}van-ban/2025/01-ct-ubnd.html`);
  await other.waitForTimeout(300);
  other.on('load', () => { loads += 1; });
  site.save(`${site.text}\n\nChỉ trang này.\n`);
  await shows(page, 'Chỉ trang này.');
  fs.mkdirSync(path.join(site.root, 'layouts/assets'), { recursive: true });
  const style = fs.readFileSync('../../layouts/assets/congbao.css', 'utf8');
  fs.writeFileSync(path.join(site.root, 'layouts/assets/congbao.css'), `${style}\nbody{background:rgb(1,2,3)!important}`);
  for (const tab of [page, other]) {
    await tab.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)', null, { timeout: 10000 });
  }
  assert.deepEqual([page.loads, loads], [2, 0]);
  await page.context().close();
});

test('a page that lost its server catches up once', async () => {
  const site = await preview();
  const page = await look(site);
  const port = new URL(site.url).port;
  await site.stop();
  site.save(`${site.text}\n\nSau khi nghỉ.\n`);
  await page.waitForTimeout(500);
  await site.start('--port', port);
  await shows(page, 'Sau khi nghỉ.');
  await page.waitForTimeout(2500);
  assert.equal(page.loads, 2);
  await page.context().close();
});

test('the preview stands at the day asked for, keeps it on links, and beside what else an address asks', async () => {
  const site = await preview();
  const page = await open('2026-05-20T12:00:00+07:00');
  const asOf = async () => (await page.locator('.asof').allTextContents()).join();
  // The clock of the browser moves nothing: the server says which day it is.
  await page.goto(`${site.url}bao-cao.html`);
  assert.match(await asOf(), /16\/03\/2026/);
  for (const [day, shown] of [['2026-02-01', '01/02/2026'], ['2026-12-31', '31/12/2026']]) {
    await page.goto(`${site.url}bao-cao.html?as-of=${day}`);
    assert.ok((await asOf()).includes(shown), `${day}: ${await asOf()}`);
    await page.getByRole('navigation').getByRole('link', { name: 'Tiến độ' }).click();
    await page.waitForURL(`**/tien-do.html?as-of=${day}`);
    await page.locator('.filter [name=t]').fill('a');
    await page.waitForURL(`**/tien-do.html?as-of=${day}&t=a`);
  }
  await page.locator('input[type=date]').fill('2026-04-01');
  await page.waitForURL('**/tien-do.html?as-of=2026-04-01&t=a');
  await page.context().close();
});

const TIMELINE = 'tien-do.html';
const TASK = 'Việc chỉ có ở đây';

/** The page with a task of its own, whose words can be told apart. */
const withTask = (text, words) => text.replace(/^deadlines:\n/m, `deadlines:\n  - {id: cua-rieng, task: ${TASK} ${words}, due: 2026-12-31}\n`);

test('what is new waits for those who type or select, and takes nothing from them', async () => {
  const site = await preview();
  site.save(withTask(site.text, 'một'));
  const page = await open(undefined, { viewport: { width: 1200, height: 500 } });
  await page.goto(`${site.url}${TIMELINE}?s=in-time&as-of=2026-03-20`);
  await page.waitForTimeout(300);
  await page.evaluate(() => { window.first = true; });
  const search = page.locator('.filter [name=t]');
  await search.click();
  // Words are typed for longer than a save takes: no load comes between two of them.
  const typing = (async () => { for (const letter of 'Việc chỉ') { await page.keyboard.type(letter); await page.waitForTimeout(150); } })();
  site.save(withTask(site.text, 'hai'));
  await typing;
  assert.equal(await page.evaluate(() => window.first), true, 'it was loaded again while somebody typed');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await shows(page, `${TASK} hai`);
  await page.waitForFunction(() => !window.first && document.activeElement?.name === 't');
  assert.deepEqual(await search.evaluate(field => [field.value, field.selectionStart]), ['Việc chỉ', 1]);
  assert.equal(await page.locator('[name=s]').inputValue(), 'in-time');
  assert.match(page.url(), /as-of=2026-03-20/);
  // What is selected stays so until somebody lets go of it, or asks for what is new.
  await page.evaluate(() => { window.first = true; getSelection().selectAllChildren(document.querySelector('h1')); });
  site.save(withTask(site.text, 'ba'));
  await page.locator('.congbao-fresh').waitFor();
  await page.waitForTimeout(1500);
  assert.equal(await page.evaluate(() => window.first), true, 'it was loaded again while something was selected');
  await page.locator('.congbao-fresh').click();
  await shows(page, `${TASK} ba`);
  await page.context().close();
});

test('a report that was closed stays closed until the fault is another one', async () => {
  const site = await preview();
  const page = await look(site);
  const report = page.locator('.congbao-faults');
  site.save(site.text.replace(/^date:/m, 'dat:'));
  await report.waitFor();
  assert.match(await page.locator('.congbao-notice').innerText(), /đang hiện bản trước \d\d:\d\d:\d\d/);
  await page.keyboard.press('Escape');
  assert.equal(await report.count(), 0);
  // The same fault a line further down.
  site.save(site.text.replace(/^date:/m, '# lời\ndat:'));
  await page.waitForTimeout(3000);
  assert.equal(await report.count(), 0);
  assert.ok(await page.locator('.congbao-notice').isVisible());
  site.save(site.text.replace(/^title:/m, 'titel:'));
  await report.waitFor();
  // One of another file does not stand over this page: a count leads to all.
  site.save(site.text);
  await page.waitForSelector('.congbao-notice[hidden]', { state: 'attached' });
  const other = path.join(site.root, 'content/directives/03-ct-ubnd.md');
  const text = fs.readFileSync(other, 'utf8');
  fs.writeFileSync(other, text.replace(/^date:/m, 'dat:'));
  const elsewhere = page.locator('.congbao-elsewhere.congbao-wrong');
  await elsewhere.waitFor();
  await page.waitForTimeout(3000);
  assert.deepEqual([await report.count(), await page.locator('.congbao-notice').isVisible()], [0, false]);
  await elsewhere.click();
  await page.waitForURL('**/.congbao/');
  assert.match(await page.locator('body').innerText(), /03-ct-ubnd\.md/);
  await page.context().close();
});

test('many faults are a list by file that scrolls, and warnings reach the page', async () => {
  const site = await preview();
  const page = await look(site);
  const many = Array.from({ length: 60 }, (_, at) => `[Chữ ${at}](khong-co-${at}.md)`).join(' ');
  site.save(`${site.text}\n\n${many}\n`);
  const report = page.locator('.congbao-faults');
  await report.waitFor();
  assert.equal(await report.locator('pre').count(), 60);
  assert.match(await report.locator('h2').innerText(), /02-ct-ubnd\.md \(60\)/);
  const box = await report.boundingBox();
  assert.ok(box.y >= 0 && box.y + box.height <= page.viewportSize().height, JSON.stringify(box));
  assert.ok(await report.evaluate(list => list.scrollHeight > list.clientHeight));
  site.save(site.text.replace(/^deadlines:\n/m, 'deadlines:\n  - {id: cua-rieng, task: Việc, due: trước hôm nào đó}\n'));
  await page.waitForSelector('.congbao-notice[hidden]', { state: 'attached' });
  const mild = page.locator('.congbao-mild');
  await mild.waitFor();
  assert.equal(await report.count(), 0);
  await mild.click();
  assert.match(await report.innerText(), /trước hôm nào đó/);
  await page.context().close();
});

test('a page is never silently old: its server is gone, its document has another number', async () => {
  const site = await preview();
  const page = await look(site);
  const number = site.text.match(/^number: (.*)$/m)[1];
  site.save(site.text.replace(number, number.replace(/^\d+/, '77')));
  await page.waitForURL(`**/${PAGE.replace(/02-/, '77-')}`);
  await shows(page, number.replace(/^\d+/, '77'));
  await site.stop();
  await page.locator('.congbao-stopped').waitFor();
  assert.match(await page.locator('.congbao-stopped').innerText(), /congbao serve/);
  await page.context().close();
});
