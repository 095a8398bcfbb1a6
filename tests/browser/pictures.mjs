// Makes the pictures of the README from the sample site: `cargo build && node tests/browser/pictures.mjs`.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CONGBAO = path.join(ROOT, 'target/debug/congbao');
const DAY = '2026-11-21';
/** Where `congbao` builds, beside a copy of the sources that one picture spoils. */
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'congbao-pictures-'));

const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome']
  .map(name => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim()).find(Boolean);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });

/** Saves what a window of so many pixels shows of an address. */
async function picture(name, address, width, height) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.clock.setFixedTime(new Date(`${DAY}T08:00:00+07:00`));
  await page.goto(address);
  await page.screenshot({ path: path.join(ROOT, '.github', `${name}.png`) });
  await page.close();
}

/** What a terminal shows, as a page: bold and the colours that faults use. */
function terminal(text) {
  const COLOURS = { 91: '#f28b82', 94: '#8ab4f8', 93: '#fdd663', 96: '#78d9ec' };
  const escaped = text.replace(/[&<>]/g, sign => `&#${sign.charCodeAt()};`);
  const closed = escaped.replace(/\x1b\[0m/g, '</span>');
  const shown = closed.replace(/\x1b\[1m(?:\x1b\[(\d+)m)?/g, (_, colour) => `<span style="font-weight:600;color:${COLOURS[colour] ?? '#fff'}">`);
  return `<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#16181c;color:#d6d8dc}`
    + `pre{margin:1.2rem;font:15px/1.2 "DejaVu Sans Mono",monospace}</style><pre>${shown}</pre>`;
}

const site = path.join(work, 'public');
execFileSync(CONGBAO, ['--root', ROOT, 'build', '--quiet', '--as-of', DAY, '--output', site], { stdio: ['ignore', 'inherit', 'ignore'] });
const at = name => pathToFileURL(path.join(site, name)).href;
await picture('timeline', at('tien-do.html'), 1280, 1240);
await picture('directive', at('van-ban/2026/05-ct-tu.html'), 1280, 1240);
await picture('unit', at('don-vi/dang-uy-xa-cam-le.html'), 1280, 900);

// The same two slips as in the README.
const spoiled = path.join(work, 'spoiled');
fs.cpSync(path.join(ROOT, 'content'), path.join(spoiled, 'content'), { recursive: true });
const plan = path.join(spoiled, 'content/directives/2026/12-kh-tu.md');
fs.writeFileSync(plan, fs.readFileSync(plan, 'utf8').replace('date: 2026-06-01', 'date: 2026-06-31').replace('\nplace:', '\nplase:'));
const said = spawnSync(CONGBAO, ['--root', spoiled, 'build', '--quiet', '--as-of', DAY, '--color', 'always'], { encoding: 'utf8' });
const page = path.join(work, 'fault.html');
fs.writeFileSync(page, terminal(`$ congbao build\n${said.stderr}`));
await picture('fault', pathToFileURL(page).href, 760, 330);

await browser.close();
fs.rmSync(work, { recursive: true });
