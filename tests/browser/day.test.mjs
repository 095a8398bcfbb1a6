// A page read on a later day says what a build as of that day says, wherever the reader is.
//
// What a page cannot know is said here, not skipped: occurrences more than a month ahead (the sites have
// none of them), the words of reports that came later, and which rows a list would gain.
import assert from 'node:assert';
import { test } from 'node:test';
import { DAY, days, each, kind, open, pages, serve } from './site.mjs';

const ZONES = ['Asia/Ho_Chi_Minh', 'America/Los_Angeles', 'Pacific/Kiritimati'];

for (const site of ['every', 'random']) {
  for (const [at, day] of days(site).filter(day => day > DAY).entries()) {
    // In the first and in the last minute of the day of the site, seen from three ends of the world.
    const timezoneId = ZONES[at % 3];
    const time = at % 2 ? '00:01' : '23:59';
    test(`"${site}" read on ${day}, ${time}, from ${timezoneId}, says what is built for that day`, async () => {
      const [origin, later] = [await serve(site), await serve(site, day)];
      const built = new Set(pages(site, day));
      await each(pages(site).filter(name => built.has(name)), async name => {
        const page = await open(`${day}T${time}:00+07:00`, { timezoneId });
        await page.goto(`${origin}/${name}`);
        const read = await page.evaluate(seen, null);
        const html = await (await page.request.get(`${later}/${name}`)).text();
        const expected = await page.evaluate(seen, html);
        await page.context().close();
        compare(read, expected, kind(site, name), `${name} on ${day}`);
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
    shown.querySelectorAll('[hidden]').forEach(hidden => hidden.remove());
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

function compare(read, expected, kind, where) {
  const { rows: readRows, ...readRest } = read;
  const { rows: expectedRows, ...expectedRest } = expected;
  assert.deepEqual(readRest, expectedRest, where);
  for (const [id, row] of Object.entries(expectedRows)) {
    assert.deepEqual(readRows[id], row, `${where}: ${id}`);
  }
  assert.deepEqual(Object.keys(readRows).filter(id => !expectedRows[id]), [], where);
}
