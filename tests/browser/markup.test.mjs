// The Nu checker of the W3C has nothing to say of the HTML and the CSS, and tsc nothing of the script.
import assert from 'node:assert';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { folder, kinds, pages, text } from './site.mjs';

const run = promisify(execFile);
const NU = 'node_modules/vnu-jar/build/dist/vnu.jar';
// It reads the policy of a page as if the page were served, and looks for what it links to on the disk.
const POLICY = '.*Resource violates Content Security Policy.*';

/** What the checker says of some files. */
async function check(files) {
  const options = ['-jar', NU, '--format', 'json', '--stdout', '--exit-zero-always', '--also-check-css', '--filterpattern', POLICY];
  const { stdout } = await run('java', [...options, ...files], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout).messages.map(said => `${said.url}:${said.lastLine}: ${said.message} ${said.extract ?? ''}`);
}

test('the Nu checker has no message', { skip: !process.env.CONGBAO_JAVA }, async () => {
  // Attachments are no pages.
  const whole = ['empty', 'one', 'every', 'sample'].flatMap(site =>
    pages(site).filter(name => text(site, name).includes('<body data-page=')).map(name => path.join(folder(site), name)));
  const largest = kinds('large').map(name => path.join(folder('large'), name));
  const said = await check([...whole, ...largest, path.join(folder('every'), 'assets/congbao.css')]);
  assert.deepEqual(said.slice(0, 10), []);
});

test('what is wrong is told', { skip: !process.env.CONGBAO_JAVA }, async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'congbao-')), 'wrong.html');
  fs.writeFileSync(file, '<!doctype html><html lang="vi"><title>Sai</title><p><b></p>');
  assert.match((await check([file])).join(), /“b”/);
  fs.rmSync(path.dirname(file), { recursive: true });
});

test('tsc finds the script of one mind with its types', async () => {
  await assert.doesNotReject(run('node_modules/.bin/tsc', ['--project', '.']));
});
