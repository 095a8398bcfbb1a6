// What the tests share: the sites that tests/browser.rs built, a host as strict as pages can be served
// by, and a browser whose day is told.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { chromium } from 'playwright-core';

/** The day as of which the sites are built. */
export const DAY = '2026-03-16';
export const WIDTHS = [1440, 820, 390, 320];

/** The day as of which a site is built; that of this repository has its own. */
const dayOf = site => (site === 'sample' ? '2026-11-21' : DAY);

export const folder = (site, day = dayOf(site)) => path.join(process.env.CONGBAO_SITES, site, day);

/** The pages of a site: paths from its root. */
export const pages = (site, day) => fs.readdirSync(folder(site, day), { recursive: true })
  .filter(name => name.endsWith('.html')).map(name => name.split(path.sep).join('/')).sort();

/** The days for which a site is built. */
export const days = site => fs.readdirSync(path.join(process.env.CONGBAO_SITES, site)).filter(name => /^\d/.test(name)).sort();

export const text = (site, name, day) => fs.readFileSync(path.join(folder(site, day), name), 'utf8');

/** What a page is: home, timeline, directive … */
export const kind = (site, name) => text(site, name).match(/<body data-page="(\w+)"/)[1];

/** The pages of a site but for those that lead on at once. */
export const lasting = site => pages(site).filter(name => kind(site, name) !== 'redirect');

/** The largest page of each kind. */
export function kinds(site) {
  const largest = {};
  for (const name of lasting(site)) {
    const [is, size] = [kind(site, name), text(site, name).length];
    if (!(largest[is]?.size > size)) largest[is] = { name, size };
  }
  return Object.values(largest).map(page => page.name);
}

const README = fs.readFileSync('../../README.md', 'utf8');
/** The configuration of nginx that the README gives. */
export const RECIPE = README.match(/^```nginx\n(.*?)^```/ms)[1];
/** The policy that it sends with every page. */
export const POLICY = RECIPE.match(/Content-Security-Policy "(.*?)"/)[1];
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const servers = new Map();

/** The origin of a server of one site; what is not there is answered by its 404 page. */
export async function serve(site, day) {
  const root = folder(site, day);
  if (!servers.has(root)) {
    // On a busy machine a connection is idle for long: it is not closed while a test may use it again.
    const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
      const asked = decodeURIComponent(new URL(request.url, 'http://host').pathname);
      const file = path.join(root, asked.endsWith('/') ? asked + 'index.html' : asked);
      const found = fs.existsSync(file) && fs.statSync(file).isFile();
      const served = found ? file : path.join(root, '404.html');
      response.writeHead(found ? 200 : 404, {
        'content-type': TYPES[path.extname(served)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
      });
      response.end(fs.readFileSync(served));
    });
    await new Promise(ready => server.listen(0, '127.0.0.1', ready));
    servers.set(root, server);
  }
  return `http://127.0.0.1:${servers.get(root).address().port}`;
}

let browser;
after(async () => {
  await (await browser)?.close();
  servers.forEach(server => server.close());
});

/** A fresh page; the browser believes that it is `at`. Options as for a context of playwright. */
export async function open(at = `${DAY}T12:00:00+07:00`, options = {}) {
  browser ??= chromium.launch({
    executablePath: process.env.CONGBAO_CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const context = await (await browser).newContext({ viewport: { width: 1440, height: 1000 }, ...options });
  const page = await context.newPage();
  if (options.javaScriptEnabled !== false) await page.clock.setFixedTime(new Date(at));
  return page;
}

/** Does the same with each of many things, a few at a time. */
export async function each(things, work, width = 4) {
  const left = [...things];
  await Promise.all(Array.from({ length: width }, async () => {
    while (left.length) await work(left.shift());
  }));
}

/** The sheets of a page as it is printed: width and height in points, and text. `prepare` changes it before. */
export async function printed(site, name, prepare = () => {}) {
  const page = await open();
  await page.goto(`${await serve(site)}/${name}`);
  const prepared = await page.evaluate(prepare);
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'congbao-')), 'trang.pdf');
  await page.pdf({ path: file, preferCSSPageSize: true });
  await page.context().close();
  const info = execFileSync('pdfinfo', ['-l', '999', file], { encoding: 'utf8' });
  const sizes = [...info.matchAll(/size:\s+([\d.]+) x ([\d.]+)/g)].map(([, width, height]) => [Math.round(width), Math.round(height)]);
  const texts = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, sizes.length);
  fs.rmSync(path.dirname(file), { recursive: true });
  return { prepared, sizes, texts };
}
