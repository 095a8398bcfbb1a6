// Firefox opens every kind of page, runs its script, and has nothing to say.
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { WebSocket } from 'ws';
import { DAY, kinds, serve } from './site.mjs';

const FIREFOX = process.env.CONGBAO_FIREFOX;

/** Firefox, driven by WebDriver BiDi. */
async function start() {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'congbao-firefox-'));
  const child = spawn(FIREFOX, ['--headless', '--no-remote', '--remote-debugging-port', '0', '--profile', profile], { stdio: ['ignore', 'ignore', 'pipe'] });
  after(async () => {
    const gone = new Promise(done => child.on('exit', done));
    child.kill('SIGKILL');
    await gone;
    fs.rmSync(profile, { recursive: true, force: true });
  });
  const address = await new Promise((found, failed) => {
    let said = '';
    child.on('exit', () => failed(Error(`Firefox ended: ${said}`)));
    child.stderr.on('data', words => {
      said += words;
      const [, listening] = said.match(/BiDi listening on (ws:\S+)/) ?? [];
      if (listening) found(listening);
    });
  });
  const socket = new WebSocket(`${address}/session`);
  await new Promise((opened, failed) => socket.on('open', opened).on('error', failed));
  const answers = new Map();
  const heard = [];
  socket.on('message', text => {
    const message = JSON.parse(text);
    if (message.method === 'log.entryAdded') heard.push(message.params.text);
    answers.get(message.id)?.(message);
  });
  const ask = (method, params) => new Promise((done, failed) => {
    const id = answers.size + 1;
    answers.set(id, answer => (answer.error ? failed(Error(`${method}: ${answer.message}`)) : done(answer.result)));
    socket.send(JSON.stringify({ id, method, params }));
  });
  await ask('session.new', { capabilities: {} });
  await ask('session.subscribe', { events: ['log.entryAdded'] });
  // What a policy blocks is no entry of the log.
  const listen = "() => addEventListener('securitypolicyviolation', event => console.error(event.violatedDirective, event.blockedURI))";
  await ask('script.addPreloadScript', { functionDeclaration: listen });
  const { contexts: [{ context }] } = await ask('browsingContext.getTree', {});
  const evaluate = async expression => (await ask('script.evaluate', { expression, target: { context }, awaitPromise: true })).result?.value;
  return { heard, evaluate, go: url => ask('browsingContext.navigate', { context, url, wait: 'complete' }) };
}

test('Firefox opens every kind of page without a message', { skip: !FIREFOX }, async () => {
  const firefox = await start();
  for (const site of ['empty', 'one', 'every']) {
    const origin = await serve(site);
    for (const name of kinds(site)) {
      await firefox.go(`${origin}/${name}`);
      assert.deepEqual(firefox.heard, [], `${site}/${name}`);
      // Its clock is that of this machine, later than the day of the site: what is of that day alone follows it.
      const days = await firefox.evaluate(`document.body.dataset.until === '${DAY}' ? [...document.querySelectorAll('.asof')].map(e => e.textContent).join() : ''`);
      assert.ok(!days.includes(DAY.split('-').reverse().join('/')), `${site}/${name}: ${days}`);
    }
  }
});
