// What members ask, from the first page: at most two clicks, and 1,500 px of scrolling in all, to the first
// answer, on the small site of this repository and on one of 2,720 directives.
import assert from 'node:assert';
import { test } from 'node:test';
import { open, serve, text } from './site.mjs';

const SITES = ['sample', 'large'];
const CLICKS = 2;
const SCROLLED = 1500;
const OPEN = ['overdue', 'due-soon', 'in-time'];

const tasks = site => JSON.parse(text(site, 'du-lieu/nhiem-vu.json'));

/** A reader on the first page, who counts what it costs to find something. */
async function reader(site) {
  const page = await open(undefined, { viewport: { width: 1440, height: 900 } });
  await page.goto(`${await serve(site)}/index.html`);
  let [clicks, scrolled] = [0, 0];
  const look = async place => {
    assert.ok(await place.count(), `${place} on ${page.url()}`);
    const box = await place.first().boundingBox();
    assert.ok(box, `${place} is not seen on ${page.url()}`);
    // As far as its first line must come into view; an article of many lines begins there.
    scrolled += Math.max(0, Math.round(box.y + Math.min(box.height, 80) - 900));
  };
  return {
    page,
    async follow(place) {
      await look(place);
      clicks += 1;
      const [from] = [page.url()];
      await place.first().click();
      await page.waitForURL(url => url.href !== from);
    },
    async find(t, place) {
      await look(place);
      t.diagnostic(`${site}: ${clicks} clicks, ${scrolled} px`);
      assert.ok(clicks <= CLICKS && scrolled <= SCROLLED, `${clicks} clicks, ${scrolled} px to ${place} on ${page.url()}`);
      return (await place.first().innerText()).replace(/\s+/g, ' ');
    },
    menu: name => page.locator('.mast').getByRole('link', { name, exact: true }),
    close: () => page.context().close(),
  };
}

/** The organisation with most of what is due soon or in time. */
function busiest(site) {
  const count = new Map();
  for (const { state, organization } of tasks(site)) {
    if (organization?.id && OPEN.slice(1).includes(state)) count.set(organization.name, (count.get(organization.name) ?? 0) + 1);
  }
  return [...count].sort((a, b) => b[1] - a[1])[0][0];
}

for (const site of SITES) {
  test(`${site}: what must my unit do this month?`, async t => {
    const { page, follow, find, menu, close } = await reader(site);
    const unit = busiest(site);
    await follow(menu('Đơn vị'));
    await follow(page.getByRole('link', { name: unit, exact: true }));
    assert.match(await find(t, page.locator('.row:is(.due-soon, .in-time):visible')), /còn [\d.]+ ngày|hôm nay/);
    await close();
  });

  test(`${site}: what is late, and whose is it?`, async t => {
    const { page, follow, find, menu, close } = await reader(site);
    await follow(menu('Tiến độ'));
    await follow(page.locator('.key').getByRole('link', { name: 'Quá hạn', exact: true }));
    assert.match(await find(t, page.locator('.row.overdue:visible')), /quá [\d.]+ ngày/);
    assert.ok((await page.locator('.row.overdue:visible .owe').first().innerText()).length > 3);
    await close();
  });

  test(`${site}: how is a given plan going?`, async t => {
    // The newest with something open; an older one by its number is a matter of search.
    const newest = tasks(site).filter(task => OPEN.includes(task.state)).sort((a, b) => (a.directive.date < b.directive.date ? 1 : -1))[0].directive;
    const { page, follow, find, menu, close } = await reader(site);
    await follow(menu('Văn bản'));
    const links = page.locator(`a[href$="${newest.url.split('/').pop()}"]`);
    if (!await links.count()) await follow(page.locator('main').getByRole('link', { name: newest.date.slice(0, 4) }));
    assert.match(await find(t, page.locator('main tr').filter({ has: links })), /\d+\/\d+ xong/);
    await close();
  });

  test(`${site}: what did we receive?`, async t => {
    const { page, follow, find, close } = await reader(site);
    await follow(page.locator('main').getByRole('link', { name: busiest(site), exact: true }));
    await follow(page.locator('.jump').getByRole('link', { name: 'Văn bản đã nhận' }));
    // Where motion is allowed the page scrolls there smoothly.
    await page.waitForFunction(() => {
      const first = document.querySelector('section:has(> #_da-nhan) :is(tbody tr, li)');
      const { top } = first.getBoundingClientRect();
      return first.checkVisibility() && top > 0 && top < innerHeight;
    }, null, { timeout: 5000 });
    t.diagnostic(`${site}: 2 clicks, 0 px`);
    await close();
  });

  test(`${site}: what do I print for the morning meeting?`, async t => {
    const { page, follow, find, menu, close } = await reader(site);
    const sheet = page.getByRole('link', { name: 'In danh sách' });
    if (!await sheet.count()) await follow(menu('Tiến độ'));
    await follow(sheet);
    await find(t, page.locator('h1'));
    assert.ok(await page.locator('table.agenda').count());
    await close();
  });

  test(`${site}: which documents are new?`, async t => {
    const { page, find, close } = await reader(site);
    const date = [...tasks(site)].map(task => task.directive.date).filter(Boolean).sort().pop();
    const said = await find(t, page.locator('.newest li'));
    assert.ok(said.includes(date.split('-').reverse().join('/')), said);
    await close();
  });
}
