// A page read on a later day says what a build as of that day says, wherever the reader is.
//
// "settled" holds nothing that is dated after its day, as sites do: there every word is compared, section by
// section. Where they differ, the section must say as of which day it stands, or the page that more than a
// month has passed. "every" and "random" hold reports and changes of later days too: there states and the
// figures of whole lists are compared.
import assert from 'node:assert';
import { test } from 'node:test';
import { DAY, days, each, kinds, lasting, open, pages, serve } from './site.mjs';

const ZONES = ['Asia/Ho_Chi_Minh', 'America/Los_Angeles', 'Pacific/Kiritimati'];
/** The last day for which the turns of what recurs are known. */
const HORIZON = '2026-04-16';

for (const site of ['settled', 'every', 'random']) {
  for (const [at, day] of days(site).filter(day => day > DAY).entries()) {
    // In the first and in the last minute of the day of the site, seen from three ends of the world.
    const timezoneId = ZONES[at % 3];
    const time = `${day}T${at % 2 ? '00:01' : '23:59'}:00+07:00`;
    test(`"${site}" read at ${time} from ${timezoneId} says what is built for that day`, async () => {
      const [origin, later] = [await serve(site), await serve(site, day)];
      const built = new Set(pages(site, day));
      // One page of each kind every day; of "settled", all pages in ten days.
      const more = site === 'settled' ? lasting(site).filter((_, n) => n % 10 === at) : [];
      const chosen = [...new Set([...kinds(site), ...more])].filter(name => built.has(name));
      const total = { same: 0, noted: 0, wrong: [] };
      const context = (await open(time, { timezoneId })).context();
      await each(chosen, async name => {
        const [read, expected] = await Promise.all([origin, later].map(async from => {
          const page = await context.newPage();
          await page.goto(`${from}/${name}`);
          const said = await page.evaluate(seen);
          await page.close();
          return said;
        }));
        const where = `${name} on ${day}`;
        compareDays(read, expected, day, where, total);
        if (site === 'settled') compare(read, expected, day, where, total);
        else compareStates(read, expected, where, total);
      }, 2);
      await context.close();
      assert.deepEqual(total.wrong.slice(0, 8), []);
      // The note is no way out for a page that could follow.
      if (day <= HORIZON) assert.ok(total.same > 4 * total.noted, JSON.stringify(total));
    });
  }
}

/** What a page says, in its head and in each section; its figures; and the state of each who owes a task. */
function seen() {
  document.querySelectorAll('details').forEach(details => { details.open = true; });
  const main = document.querySelector('main');
  const sections = {};
  const section = e => e.closest('main section');
  const named = e => e?.getAttribute('aria-labelledby') ?? e?.getAttribute('aria-label') ?? (e ? 'section' : 'head');
  const say = (e, words) => {
    const key = named(section(e));
    sections[key] ??= { words: [], isNoted: false };
    if (e.closest('.stale')) sections[key].isNoted = true;
    else if (!e.closest('.beyond, .asof')) sections[key].words.push(words);
  };
  const all = document.createTreeWalker(main, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = all.nextNode(); node; node = all.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (!element.checkVisibility() || element.closest('option')) continue;
    if (node.nodeType === Node.TEXT_NODE) say(element, node.nodeValue);
    else if (element.matches('[role=img]')) say(element, ` [${element.getAttribute('aria-label')}] `);
    // Words of two cells or lines are two words.
    else if (getComputedStyle(element).display !== 'inline') say(element, ' ');
  }
  const row = e => [`${e.querySelector('.t')?.getAttribute('href')} ${e.querySelector('.source')?.textContent}`, { state: e.className }];
  return {
    sections: Object.entries(sections).map(([key, { words, isNoted }]) => [key, words.join('').replace(/\s+/g, ' ').trim(), isNoted]),
    // By what they count: rows that stand most overdue first keep the order of their day.
    figures: [...document.querySelectorAll('main [data-sum]')].map(e => [named(section(e)), `${e.closest('tr')?.querySelector('th')?.textContent.trim() ?? ''} ${e.dataset.sum} ${e.textContent}`]),
    rows: Object.fromEntries([...document.querySelectorAll('.row[data-s]:not([hidden])')].map(row)),
    // A meeting sheet, and the list of a state, hold what they held when they were made, and say so for all of themselves.
    isNoted: (document.body.dataset.page === 'sheet' || Boolean(document.querySelector('[aria-labelledby="_muc"]'))) && Boolean(document.querySelector('main > .stale:not([hidden])')),
    days: [...document.querySelectorAll('.asof')].map(e => [e.textContent, e.dataset.day]),
    until: document.body.dataset.until,
    isBeyond: Boolean(document.querySelector('.beyond:not([hidden])')),
  };
}

/** The words around the first difference. */
function apart(read, expected) {
  let at = 0;
  while (at < read.length && read[at] === expected[at]) at += 1;
  const near = text => text.slice(Math.max(0, at - 60), at + 120);
  return `…${near(read)}… is built …${near(expected)}…`;
}

function compare(read, expected, day, where, total) {
  const [here, there] = [read, expected].map(({ sections }) => new Map(sections.map(([key, words, isNoted]) => [key, { words, isNoted }])));
  for (const key of new Set([...here.keys(), ...there.keys()])) {
    const [own, built] = [here.get(key), there.get(key)];
    const isSame = (own?.words ?? '') === (built?.words ?? '');
    if (isSame) total.same += 1;
    else if (own?.isNoted || read.isNoted || read.isBeyond && day > HORIZON) total.noted += 1;
    else total.wrong.push(`${where}, ${key}: ${apart(own?.words ?? '', built?.words ?? '')}`);
  }
}

/** Until it changes, a page says since when it stands; then, as of which day it is told. */
function compareDays(read, expected, day, where, total) {
  const isBuilt = !read.until || day <= read.until;
  const shown = day.split('-').reverse().join('/');
  const right = isBuilt ? expected.days.map(([words]) => words) : read.days.map(([, words]) => words.replace('{date}', shown));
  const said = read.days.map(([words]) => words);
  if (JSON.stringify(said) !== JSON.stringify(right)) total.wrong.push(`${where}: ${said}, not ${right}`);
}

function compareStates(read, expected, where, total) {
  const check = (said, built, what) => {
    if (JSON.stringify(said) !== JSON.stringify(built)) total.wrong.push(`${where}, ${what}: ${said} is built ${built}`);
  };
  for (const [task, row] of Object.entries(expected.rows)) {
    if (read.rows[task]) check(read.rows[task].state, row.state, task);
  }
  // Beyond a month the note stands on the whole page.
  if (read.isBeyond) return;
  const noted = new Set(read.sections.filter(([, , isNoted]) => isNoted).map(([key]) => key));
  const [said, built] = [read, expected].map(({ figures }) => figures.filter(([key]) => !noted.has(key)).map(([, figure]) => figure).sort());
  if (said.length === built.length) {
    check(said, built, 'figures');
    total.same += said.length;
  }
}
