// States, counts on the day of reading; filter. Data: render/task.rs
(() => {
const $ = (s, e = document) => [...e.querySelectorAll(s)], each = (s, f, e) => $(s, e).forEach(f), B = document.body.dataset, items = e => $('[data-log]', e);
const WORST = 'overdue due-soon in-time done-late done-on-time ongoing undated cancelled'.split(' ');
const label = Object.fromEntries(B.states.split('|').map(s => s.split('='))), fill = (s, v) => s.replace(/{(\w+)}/g, (_, k) => v[k]);
const day = s => Date.parse(s) / 864e5, shown = s => s.split('-').reverse().join('/'), num = n => n.toLocaleString(B.lang);
const text = (e, t) => { e.textContent = t; }, tag = (e, s) => { text(e, label[s]); e.dataset.s = s; };
const turn = (t, now) => t.split(' ').map(t => t.split(/[=/]/)).filter(t => t[0] <= now).pop();
const report = (log, now) => log.split(' ').filter(r => r && r.slice(1) <= now).pop() || '';
function state(turns, log, now) {
	const last = turn(turns, now)[1], said = report(log, now), left = day(last) - day(now);
	if (said[0] == 'x' || last == 'x') return 'cancelled';
	if (last < 'v' && last > 'n') return last == 'o' ? 'ongoing' : 'undated';
	if (said[0] == 'd') return said.slice(1) <= last ? 'done-on-time' : 'done-late';
	return left < 0 ? 'overdue' : left <= B.soon ? 'due-soon' : 'in-time';
}
function recount(e, now) {
	const {base, open, known} = e.dataset, n = {};
	base.split(' ').forEach((c, i) => { n[WORST[i]] = +c; });
	const move = (since, turns, log, times) => {
		if (since <= B.asOf) n[state(turns, log, B.asOf)] -= times;
		if (since <= now) n[state(turns, log, now)] += times;
	};
	for (const p of open.split(' ')) if (p) move('', '=' + p.split('*')[0], '', +p.split('*')[1]);
	for (const p of known.split(';')) if (p) move(...p.split('|'), 1);
	each('[data-sum]', c => text(c, num(c.dataset.sum.split(' ').reduce((a, s) => a + n[s], 0))), e);
	const on = n['done-on-time'], o = n.overdue, k = on + n['done-late'], of = k + o;
	each('[data-w]', c => text(c, fill(c.dataset.w, {k, o, n: of + n['due-soon'] + n['in-time']})), e);
	each('.over', c => c.hidden = !o, e);
	each('[data-rate]', c => of && text(c, (Math.floor(on * 1e3 / of + .5) / 10).toFixed(1).replace('.', B.comma)), e);
}
const rows = $('[data-turns]');
for (const r of rows) r.was = items(r).map(i => i.dataset.s);
let before = B.asOf;
function refresh() {
	// Never earlier than the build.
	const here = new Date().toLocaleDateString('sv', {timeZone: B.zone}), now = here > B.asOf ? here : B.asOf;
	if (now == before) return;
	const [a, z] = B.axis.split(' ').map(day), x = Math.min(100, (day(now) - a) / (z - a) * 100).toFixed(2) + '%', far = l => l.setAttribute('x2', x);
	for (const r of rows) {
		const D = r.dataset, all = items(r), is = all.map(i => i.dataset.s = state(D.turns, i.dataset.log, now)), s = WORST.find(s => is.includes(s));
		if (D.since) r.hidden = D.since > now;
		all.forEach((i, at) => each('.tag', t => tag(t, is[at]), i));
		each('.stat .tag', t => tag(t, D.s = s), r);
		const of = (all, c) => all.filter(s => s.startsWith(c)).length, more = c => of(is, c) - of(r.was, c);
		each('[data-t]', e => text(e, fill(e.dataset.t, {k: +D.k + more('done'), n: D.n - more('c')})), r);
		const [since, last, to = last] = turn(D.turns, now), time = $('time', r)[0], left = day(last) - day(now), said = report(all[0].dataset.log, now);
		if (since && day(to) && D.to != to) time.outerHTML = `<time>${shown(D.to = to)}</time> <s class="moved">${time.innerHTML}</s>`;
		text($('.rel', r)[0], WORST.indexOf(s) < 3 ? left < 0 ? fill(B.over, {n: -left}) : left ? fill(B.left, {n: left}) : B.today : !is[1] && s[0] == 'd' ? fill(B.done, {date: shown(said.slice(1))}) : '');
		if (s == 'overdue') each('.lag', far, r);
		const from = r.closest('[data-kind]'), home = $(`[data-kind~=${s}]`)[0];
		if (from && home && !from.matches(`[data-kind~=${s}],[data-kind=all]`)) {
			const list = $('.rows', home)[0];
			list.insertBefore(r, $('.row', list).find(o => o.dataset.to > D.to));
		}
	}
	for (const e of $('[data-kind]')) {
		const list = $('.row:not([hidden])', e), own = e.dataset.kind.split(' ');
		each('.n[data-n]', n => text(n, fill(n.dataset.n, {n: num(list.flatMap(items).filter(i => own.includes(i.dataset.s)).length)})), e);
		e.classList.toggle('empty', !list.length);
	}
	each('[data-base]', e => recount(e, now));
	each('.now', l => { l.setAttribute('x1', x); far(l); });
	for (const e of $('[data-first]')) {
		const {first, last, force} = e.dataset;
		tag(e.firstChild, last && last < now ? 'ended' : first > now ? 'later' : turn(force, now)[1]);
		each('.tag+span', s => s.hidden = first <= now, e);
	}
	each('.asof', e => e.innerHTML = e.innerHTML.replace(shown(before), shown(now)));
	each('.stale', e => e.hidden = 0);
	before = now;
}
refresh();
document.onvisibilitychange = () => document.hidden || refresh();
const form = $('.filter')[0];
if (!form) return;
const bare = s => s.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
const asked = new URLSearchParams(location.search), hits = $('.hits')[0], past = $('.past')[0];
for (const e of form.elements) if (asked.has(e.name)) e.value = asked.get(e.name);
form.onreset = () => setTimeout(form.oninput);
form.onsubmit = () => false;
(form.oninput = () => {
	const set = [...new FormData(form)].filter(p => p[1]), {o, i, s, t} = Object.fromEntries(set);
	let n = 0;
	for (const r of rows) {
		const D = r.dataset, words = t && bare(r.textContent), fits = !(D.since > before) && (!i || D.i == i) && (!t || bare(t).split(' ').every(w => words.includes(w)));
		const found = items(r).filter(e => !(e.hidden = !(fits && (!o || e.dataset.o == o) && (!s || e.dataset.s == s))));
		r.hidden = !found[0];
		n += found.length;
	}
	if (past && set[0]) past.open = $('.row:not([hidden])', past)[0];
	text(hits, set[0] ? fill(n ? hits.dataset.hits : hits.dataset.none, {n: num(n)}) : '');
	history.replaceState(null, '', location.pathname + (set[0] ? '?' + new URLSearchParams(set) : '') + location.hash);
})();
form.hidden = false;
})();
