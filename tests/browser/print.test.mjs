// On paper: the text of a directive begins on its first sheet and its tasks have a sheet of their own, a
// meeting sheet names all who owe, and no row is cut in two.
import assert from 'node:assert';
import { test } from 'node:test';
import { pages, printed, text } from './site.mjs';

const A4 = [595, 842];
const ACROSS = [842, 595];

/** Whether two sheets are of one size: a millimetre of tolerance, as Chromium rounds them to pixels. */
const isSize = (sheet, size) => sheet.every((length, at) => Math.abs(length - size[at]) <= 3);
const flat = text => text.replace(/\s+/g, ' ');
const data = site => JSON.parse(text(site, 'du-lieu/nhiem-vu.json'));

/** Opens what is folded, and marks the first and the last words of each row. */
function mark() {
  document.querySelectorAll('details').forEach(details => { details.open = true; });
  return [...document.querySelectorAll('.row:not([hidden])')].map((row, at) => {
    row.cells[0].prepend(`a${at}a `);
    row.cells[1].append(` z${at}z`);
    return at;
  });
}

for (const [site, name, size] of [
  ['every', 'tien-do.html', ACROSS], ['every', 'van-ban/2026/02-ct-ubnd.html', A4],
  ['sample', 'tien-do.html', ACROSS], ['large', 'tien-do.html', ACROSS],
]) {
  test(`${site}: ${name} is printed on sheets of ${size} points, and no row is cut`, async () => {
    const { prepared, sizes, texts } = await printed(site, name, mark);
    assert.ok(sizes.length > 0 && prepared.length > 3, `${prepared}`);
    for (const sheet of sizes) assert.ok(isSize(sheet, size), `${sheet}`);
    for (const at of prepared) {
      const [first, last] = [`a${at}a`, `z${at}z`].map(mark => texts.findIndex(text => text.includes(mark)));
      assert.ok(first >= 0, `row ${at} is not printed`);
      assert.equal(first, last, `row ${at} is cut`);
    }
  });
}

test('a directive: its text begins on the first sheet, its tasks on a later one', async () => {
  const { texts } = await printed('sample', 'van-ban/2026/05-ct-tu.html');
  const words = texts.map(flat);
  assert.match(words[0], /số hóa hồ sơ .* Đầu mối/);
  const tasks = words.findIndex(text => text.includes('Nhiệm vụ và thời hạn'));
  const signed = words.findIndex(text => text.includes('BÍ THƯ'));
  assert.ok(tasks > signed && signed >= 0, `signed on sheet ${signed}, tasks on ${tasks}`);
  assert.match(words[tasks], /^ *\d+ Nhiệm vụ và thời hạn/);
  // What is only for a screen is left out.
  for (const word of ['Xem lời văn', 'Trang chủ', '↩', '→', '▸']) assert.ok(!words.join(' ').includes(word), word);
  // A sheet bears its number, but for the first.
  assert.match(words[1], /^ *2 /);
  assert.doesNotMatch(words[0], /^ *1 /);
});

test('a meeting sheet names everybody who owes, with a column to write in, on two sheets at the most', async () => {
  const { sizes, texts } = await printed('sample', 'in.html');
  assert.ok(sizes.length <= 2, `${sizes.length} sheets`);
  const words = flat(texts.join(' '));
  assert.match(words, /Kết luận/);
  const late = data('sample').filter(task => task.state === 'overdue');
  assert.ok(late.length > 3);
  // A name that is broken into lines stands beside others: its first two words are looked for.
  const names = new Set(late.map(task => task.organization?.name).filter(Boolean));
  for (const name of names) assert.ok(words.includes(name.split(' ').slice(0, 2).join(' ')), name);
  for (const task of late) assert.ok(words.includes(task.task.split(' ').slice(0, 4).join(' ')), task.task);
});

test('the meeting sheet of a unit is one sheet, with what it owes', async () => {
  const late = data('sample').filter(task => task.state === 'overdue' && task.organization?.id);
  for (const id of new Set(late.map(task => task.organization.id))) {
    const { sizes, texts } = await printed('sample', `don-vi/${id}/in.html`);
    assert.equal(sizes.length, 1, id);
    const own = late.filter(task => task.organization.id === id);
    for (const task of own) assert.ok(flat(texts[0]).includes(task.task.split(' ').slice(0, 4).join(' ')), `${id}: ${task.task}`);
  }
});

test('the matrix is A4 landscape, as a table', async () => {
  const { sizes, texts } = await printed('every', 'bao-cao.html');
  for (const sheet of sizes) assert.ok(isSize(sheet, ACROSS), `${sheet}`);
  // On a phone its heads are not shown.
  assert.match(flat(texts[0]), /Tỷ lệ đúng.*Đơn vị|Đơn vị.*Tỷ lệ đúng/);
});

test('every kind of page can be printed, with the day as of which it stands, or since when', async () => {
  const days = {
    'tien-do.html': /16\/03\/2026/,
    'don-vi/so-y-te.html': /Tình trạng từ 15\/03\/2026; hạn kế tiếp 22\/03\/2026/,
    'bao-cao.html': /16\/03\/2026/,
    'index.html': /16\/03\/2026/,
  };
  for (const [name, day] of Object.entries(days)) {
    assert.ok(pages('every').includes(name), name);
    const { texts } = await printed('every', name);
    assert.match(texts.join(' '), day, name);
  }
});
