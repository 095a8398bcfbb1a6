// Asks the functions of congbao.js, given as an argument, what `script.rs` asks on standard input; says
// how many states were judged, or where an answer is another than the model's.
import fs from 'node:fs';

const source = fs.readFileSync(process.argv[2], 'utf8');
const [begin, end] = ['(() => {', 'const rows = '].map(mark => {
  const at = source.indexOf(mark);
  if (at < 0) throw Error(`congbao.js has no "${mark}"`);
  return at;
});
const rules = source.slice(begin + '(() => {'.length, end) + 'return { state, recount };';
// The figures of a list, in their order.
const STATES = 'overdue due-soon in-time done-late done-on-time'.split(' ');

let judged = 0;
const wrong = [];
const compare = (said, expected, where) => said === expected || wrong.push(`${where}: ${said}, not ${expected}`);
for (const site of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  const document = { body: { dataset: site.body }, querySelectorAll: () => [] };
  const { state, recount } = new Function('document', rules)(document);
  for (const [turns, log, day, expected, where] of site.judged) {
    compare(state(turns, log, day), expected, `${where} on ${day}, "${turns}" "${log}"`);
    judged++;
  }
  for (const [base, open, known, day, expected, of] of site.counted) {
    const cells = STATES.map(sum => ({ dataset: { sum } }));
    recount({ dataset: { base, open, known }, querySelectorAll: s => (s === '[data-sum]' ? cells : []) }, day);
    for (const { dataset, textContent } of cells) {
      compare(textContent, String(expected[dataset.sum] ?? 0), `${dataset.sum} of ${of ?? 'all'} on ${day}, "${base}" "${open}" "${known}"`);
    }
  }
}
console.log(wrong.length ? `${wrong.length} wrong:\n${wrong.slice(0, 20).join('\n')}` : `${judged} judged`);
