// A page read on a later day says what a build as of that day says, wherever the reader is.
//
// "settled" holds nothing that is dated after its day, as sites do: there every word is compared. "every" and
// "random" hold reports and changes of later days too: there states and the figures of whole lists.
// What a page cannot know is said here, not skipped: occurrences more than a month ahead (the sites have
// none of them), and which rows a list that chooses by state would gain.
import assert from 'node:assert';
import { test } from 'node:test';
import { DAY, days, each, kinds, open, pages, serve } from './site.mjs';

const ZONES = ['Asia/Ho_Chi_Minh', 'America/Los_Angeles', 'Pacific/Kiritimati'];

for (const site of ['settled', 'every', 'random']) {
  for (const [at, day] of days(site).filter(day => day > DAY).entries()) {
    // In the first and in the last minute of the day of the site, seen from three ends of the world.
    const timezoneId = ZONES[at % 3];
    const time = at % 2 ? '00:01' : '23:59';
    test(`"${site}" read on ${day}, ${time}, from ${timezoneId}, says what is built for that day`, async () => {
      const [origin, later] = [await serve(site), await serve(site, day)];
      const built = new Set(pages(site, day));
      // One page of each kind every day; of "settled", all pages in ten days.
      const more = site === 'settled' ? pages(site).filter((_, n) => n % 10 === at) : [];
      const chosen = new Set([...kinds(site), ...more]);
      await each([...chosen].filter(name => built.has(name)), async name => {
        const page = await open(`${day}T${time}:00+07:00`, { timezoneId });
        await page.goto(`${origin}/${name}`);
        const read = await page.evaluate(seen, null);
        const html = await (await page.request.get(`${later}/${name}`)).text();
        const expected = await page.evaluate(seen, html);
        await page.context().close();
        (site === 'settled' ? compare : compareStates)(read, expected, name, `${name} on ${day}`);
      });
    });
  }
}

/** What a page says of states, counts and distances; of the page at hand, or of HTML. */
function seen(html) {
  const root = html === null ? document : new DOMParser().parseFromString(html, 'text/html');
  const all = (selector, from = root) => [...from.querySelectorAll(selector)].filter(e => !e.closest('[hidden]'));
  const words = e => {
    if (!e) return null;
    const shown = e.cloneNode(true);
    shown.querySelectorAll?.('[hidden]').forEach(hidden => hidden.remove());
    return shown.textContent.replace(/\s+/g, ' ').trim();
  };
  const rows = all('.row').map(row => [row.id, {
    state: row.dataset.s,
    when: words(row.querySelector('.when')),
    tag: words(row.querySelector('.stat')),
    done: words(row.querySelector('.who > summary')),
    items: all('[data-log]', row).map(item => [words(item.querySelector('a') ?? item.firstChild), item.dataset.s, words(item.querySelector('.tag'))]).sort(),
    section: row.closest('[data-kind]')?.dataset.kind ?? null,
  }]);
  return {
    asOf: all('.asof').map(words),
    figures: all('.sum li').map(words),
    rows: Object.fromEntries(rows),
    sections: all('[data-kind]:not(.empty)').map(e => words(e.querySelector('h2'))),
    tables: all('table.list tr').map(row => [...row.cells].map(words)),
    inForce: all('.force-line .tag').map(words),
    links: all('.columns li').map(words),
  };
}

// Lists that choose their rows by state: the script tells the rows anew, a build chooses others.
const CHOSEN = ['qua-han', 'sap-den-han', 'trong-han', 'hoan-thanh', 'hoan-thanh-qua-han', 'thuong-xuyen', 'chua-dinh-ngay', 'duoc-mien'];
const isChosen = name => name === 'index.html' || CHOSEN.some(cut => name.startsWith(`tien-do/${cut}`));

function compare(read, expected, name, where) {
  const both = Object.keys(expected.rows).filter(id => read.rows[id]);
  for (const id of both) assert.deepEqual(read.rows[id], expected.rows[id], `${where}: ${id}`);
  if (isChosen(name)) {
    delete read.sections;
    delete expected.sections;
  } else {
    assert.deepEqual(Object.keys(read.rows).sort(), Object.keys(expected.rows).sort(), where);
  }
  const { rows: _, ...readRest } = read;
  const { rows: __, ...expectedRest } = expected;
  assert.deepEqual(readRest, expectedRest, where);
}

/** Lists of a fixed set of obligations. */
const isWhole = name => ['tien-do.html', 'bao-cao.html'].includes(name) || name.startsWith('don-vi') || name.startsWith('co-quan/');

function compareStates(read, expected, name, where) {
  for (const [id, row] of Object.entries(expected.rows).filter(([id]) => read.rows[id])) {
    const [here, built] = [read.rows[id], row].map(row => Object.fromEntries(row.items.map(([name, state]) => [name, state])));
    for (const name of Object.keys(built).filter(name => here[name])) assert.equal(here[name], built[name], `${where}: ${id}, ${name}`);
    if (Object.keys(here).length === Object.keys(built).length) assert.equal(read.rows[id].state, row.state, `${where}: ${id}`);
  }
  if (isWhole(name)) assert.deepEqual(read.figures, expected.figures, where);
  if (name === 'bao-cao.html') assert.deepEqual(read.tables, expected.tables, where);
}
