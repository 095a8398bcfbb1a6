// Asks the rules of congbao.js, given as an argument, what `script.rs` asks on standard input; says how
// many states were judged, or where an answer is another than the model's.
import fs from 'node:fs';

const source = fs.readFileSync(process.argv[2], 'utf8');
const [begin, end] = ['/* ---- The rules of states ---- */', '/* ---- Words and numbers ---- */'].map(mark => {
  const at = source.indexOf(mark);
  if (at < 0) throw Error(`congbao.js has no "${mark}"`);
  return at;
});
const { stateOn, countOn, STATES } = new Function(`${source.slice(begin, end)}return { stateOn, countOn, STATES };`)();

let judged = 0;
const wrong = [];
const compare = (said, expected, where) => said === expected || wrong.push(`${where}: ${said}, not ${expected}`);
for (const site of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  const soon = Number(site.body.soon);
  // Those outside the register have no id: their states are compared together.
  for (const [owed, day, expected, where] of site.judged) {
    const said = owed.map(([turns, log]) => stateOn(turns, log, day, soon));
    compare(said.sort().join(), expected.sort().join(), `${where} on ${day}, ${JSON.stringify(owed)}`);
    judged += owed.length;
  }
  for (const [base, open, known, day, expected, of] of site.counted) {
    const tally = countOn({ base, open, known }, site.body.asOf, day, soon);
    for (const state of STATES.slice(0, 5)) {
      compare(tally[state], expected[state] ?? 0, `${state} of ${of ?? 'all'} on ${day}, "${base}" "${open}" "${known}"`);
    }
  }
}
console.log(wrong.length ? `${wrong.length} wrong:\n${wrong.slice(0, 20).join('\n')}` : `${judged} judged`);
