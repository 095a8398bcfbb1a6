// @ts-check
/*
 * What a page says on the day of its reader, and the filter of its tasks.
 *
 * A page is whole without this script, and true from the day of its last change to that before the next one
 * (`data-as-of`, `data-until`; a page of the day is so on that day alone). On a later day the script judges
 * its rows anew, moves them between sections, counts anew what the page counts, and shows the note "as of …"
 * beside what it cannot follow. Distances in days are written here alone, so that a day that changes no state
 * changes no page.
 *
 * In this order: the rules of states (those of the model, without a page), words and numbers, the parts of
 * a page, the reader's day, the filter. What the attributes hold is written in
 * src/render/lists/forecast.rs.
 */
(() => {
  'use strict';

  /* ---- The rules of states ---- */

  /**
   * @typedef {'overdue' | 'due-soon' | 'in-time' | 'done-late' | 'done-on-time' | 'ongoing' | 'undated' | 'cancelled'} State
   * @typedef {Record<State, number>} Tally How many are in each state.
   * @typedef {{since: string, last: string, to: string}} Timing From when it holds, the last day in time, the day shown.
   * @typedef {{base: string, open: string, known: string}} Forecast What figures need to be counted on a later day.
   */

  /**
   * The states, worst first: what the row of several is in.
   * @type {State[]}
   */
  const STATES = ['overdue', 'due-soon', 'in-time', 'done-late', 'done-on-time', 'ongoing', 'undated', 'cancelled'];
  const OPEN = STATES.slice(0, 3);

  /**
   * Days from one day to another.
   * @param {string} from
   * @param {string} to
   */
  function daysBetween(from, to) {
    return (Date.parse(to) - Date.parse(from)) / 864e5;
  }

  /**
   * The timing that holds on a day: `2026-03-31`, or a letter for what has no day.
   * @param {string} turns
   * @param {string} day
   * @returns {Timing}
   */
  function timingOn(turns, day) {
    const timings = turns.split(' ').map(turn => {
      const [since, last, to = last] = turn.split(/[=/]/);
      return { since, last, to };
    });
    return timings.filter(({ since }) => since <= day).pop() ?? timings[0];
  }

  /**
   * The last report that counts on a day: a letter and its day, or nothing.
   * @param {string} log
   * @param {string} day
   */
  function reportOn(log, day) {
    const reports = log.split(' ').filter(report => report && report.slice(1) <= day);
    return reports.pop() ?? '';
  }

  /**
   * The state of what somebody owes, on a day.
   * @param {string} turns
   * @param {string} log
   * @param {string} day
   * @param {number} soon How many days before its end it is due soon.
   * @returns {State}
   */
  function stateOn(turns, log, day, soon) {
    const { last } = timingOn(turns, day);
    const report = reportOn(log, day);
    if (last === 'x' || report[0] === 'x') return 'cancelled';
    if (last === 'o') return 'ongoing';
    if (last === 'u') return 'undated';
    if (report[0] === 'd') return report.slice(1) <= last ? 'done-on-time' : 'done-late';
    const left = daysBetween(day, last);
    if (left < 0) return 'overdue';
    return left <= soon ? 'due-soon' : 'in-time';
  }

  /**
   * The counts of figures on a day, of those that they had on an earlier one.
   * @param {Forecast} figures
   * @param {string} before
   * @param {string} day
   * @param {number} soon
   * @returns {Tally}
   */
  function countOn({ base, open, known }, before, day, soon) {
    const counts = base.split(' ');
    const tally = /** @type {Tally} */ (Object.fromEntries(STATES.map((state, at) => [state, Number(counts[at] ?? 0)])));
    const move = (/** @type {string} */ since, /** @type {string} */ turns, /** @type {string} */ log, times = 1) => {
      if (since <= before) tally[stateOn(turns, log, before, soon)] -= times;
      if (since <= day) tally[stateOn(turns, log, day, soon)] += times;
    };
    for (const one of open.split(' ').filter(Boolean)) {
      const [last, times] = one.split('*');
      move('', `=${last}`, '', Number(times));
    }
    for (const one of known.split(';').filter(Boolean)) {
      const [since, turns, log] = one.split('|');
      move(since, turns, log);
    }
    return tally;
  }

  /**
   * Of a hundred that were done or should have been, how many were done in time; in tenths.
   * @param {Tally} tally
   */
  function rateOf(tally) {
    const ended = tally['done-on-time'] + tally['done-late'] + tally.overdue;
    return ended && Math.floor(tally['done-on-time'] * 1000 / ended + .5);
  }

  /* ---- Words and numbers ---- */

  const SITE = document.body.dataset;
  /** The first day on which the page is as it was built; empty where that is any day. */
  const BUILT = SITE.asOf ?? '';
  /** The last one. */
  const UNTIL = SITE.until || '9999-12-31';
  const SOON = Number(SITE.soon);
  /** The words of each state. */
  const LABELS = Object.fromEntries((SITE.states ?? '').split('|').map(pair => pair.split('=')));

  /**
   * A sentence with its gaps filled: "còn {n} ngày".
   * @param {string | undefined} sentence
   * @param {Record<string, string | number>} values
   */
  function fill(sentence, values) {
    return (sentence ?? '').replace(/{(\w+)}/g, (_, name) => shownNumber(values[name]));
  }

  /** @param {string | number} value */
  function shownNumber(value) {
    if (typeof value === 'string') return value;
    return String(value).replace(/\B(?=(\d{3})+$)/g, SITE.comma === ',' ? '.' : ',');
  }

  /**
   * 2026-11-21 as 21/11/2026.
   * @param {string} day
   */
  function shownDay(day) {
    return day.split('-').reverse().join('/');
  }

  /**
   * Words without their marks, for searching.
   * @param {string} words
   */
  function bare(words) {
    return words.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
  }

  /* ---- The parts of a page ---- */

  /**
   * @typedef {object} Row A task with those who owe it.
   * @property {HTMLElement} element
   * @property {string} turns When it is due; empty where it owes nothing.
   * @property {string} since From when it is owed; empty where it is on the day of the build.
   * @property {string[]} ids Who owes it,
   * @property {string[]} logs what each has reported,
   * @property {State[]} states and the state of each.
   * @property {HTMLElement[]} names The names, of the first of them.
   * @property {Element | undefined} more The link to those who are not named.
   * @property {number[]} others How many are in each state that the row does not hold.
   * @property {boolean} isGone Whether it has no place on the page on this day.
   * @property {boolean} isNarrowed Whether only some of the names are shown.
   */

  /** @type {(selector: string, root?: ParentNode) => HTMLElement[]} */
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  /** @type {(selector: string, root?: ParentNode) => HTMLElement | undefined} */
  const first = (selector, root) => all(selector, root)[0];

  /**
   * The worst state of some, for which a row stands.
   * @param {State[]} states
   */
  function worstOf(states) {
    return STATES.find(state => states.includes(state)) ?? 'undated';
  }

  /**
   * How many are in each state, in the order of `STATES`.
   * @param {State[]} states
   */
  function tallyOf(states) {
    return STATES.map(state => states.filter(one => one === state).length);
  }

  /**
   * @param {HTMLElement} element
   * @returns {Row}
   */
  function readRow(element) {
    const { to = '', s = '', turns = s && `=${to}`, since = '', o = '', logs = '', whole } = element.dataset;
    const states = Array.from(s, digit => STATES[Number(digit)]);
    const own = tallyOf(states);
    const cell = first('.owe', element);
    return {
      element,
      turns,
      since,
      ids: o.split(' '),
      logs: logs.split(';'),
      states,
      names: cell ? all(':scope > span', cell) : [],
      more: cell && first(':scope > a', cell),
      others: whole ? whole.split(' ').map((count, at) => Number(count) - own[at]) : own.map(() => 0),
      isGone: since > BUILT,
      isNarrowed: false,
    };
  }

  const rows = all('.row').map(readRow);

  /** The part of the page that counts a row: a section, or a year in it. @param {Element} element */
  const partOf = element => /** @type {HTMLElement | null} */ (element.closest('[data-kind]'));

  /**
   * Whether a state is among those that a part is for; one that names none is for all.
   * @param {string | undefined} words
   * @param {State} state
   */
  function isAbout(words, state) {
    const kinds = (words ?? '').split(' ');
    return kinds.includes(state) || !STATES.some(one => kinds.includes(one));
  }

  /* ---- The reader's day ---- */

  /**
   * The day for which the page is asked: by the preview, or by `?as-of=`. What is kept on its links.
   */
  const ASKED = dayOf(new URLSearchParams(location.search).get('as-of'));
  const PREVIEWED = first('script[data-as-of]')?.dataset.asOf;

  /**
   * A day of the calendar as it is written in data, 2026-03-16; null where words are none, as 2026-02-30.
   * @param {string | null} words
   */
  function dayOf(words) {
    if (!words || !/^\d{4}-\d{2}-\d{2}$/.test(words)) return null;
    const day = new Date(words);
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(words) ? words : null;
  }

  /** The day as of which the page is to be read; never before that of which it was built. */
  function readersDay() {
    const here = new Date().toLocaleDateString('sv', { timeZone: SITE.zone });
    const day = PREVIEWED ?? ASKED ?? here;
    return day > BUILT ? day : BUILT;
  }

  /**
   * "còn 9 ngày", "hôm nay", "quá 52 ngày".
   * @param {string} last
   * @param {string} day
   */
  function distance(last, day) {
    const left = daysBetween(day, last);
    if (left === 0) return SITE.today ?? '';
    return left > 0 ? fill(SITE.left, { n: left }) : fill(SITE.over, { n: -left });
  }

  /**
   * How far the end of a row is, where somebody still owes it.
   * @param {Row} row
   * @param {string} day
   */
  function showDistance(row, day) {
    const place = first('.rel', row.element);
    if (!place || !row.turns) return;
    const isOpen = OPEN.includes(worstOf(row.states));
    place.textContent = isOpen ? distance(timingOn(row.turns, day).last, day) : '';
  }

  /**
   * Distances that stand outside of rows.
   * @param {string} day
   */
  function showOtherDistances(day) {
    for (const place of all('.rel[data-last]')) {
      const words = distance(place.dataset.last ?? '', day);
      place.textContent = (place.dataset.in ?? '{}').replace('{}', words);
    }
  }

  /**
   * Names those who still owe a task; where nobody does, all.
   * @param {Row} row
   * @param {(at: number) => boolean} isWanted
   */
  function showNames(row, isWanted) {
    const cell = first('.owe', row.element);
    if (!cell || !row.names.length) return;
    const isOpen = row.states.some(state => OPEN.includes(state));
    const isNamed = row.names.map((_, at) => isWanted(at) && (!isOpen || OPEN.includes(row.states[at])));
    row.names.forEach((name, at) => { name.hidden = !isNamed[at]; });
    const named = row.names.filter((_, at) => isNamed[at]);
    const more = row.more ? [' ', row.more] : [];
    const hidden = row.names.filter((_, at) => !isNamed[at]);
    cell.replaceChildren(...named.flatMap((name, at) => (at ? [', ', name] : [name])), ...more, ...hidden);
  }

  /**
   * The squares of those who owe a task, done first; of many, a bar in their shares (views/chart.rs).
   * @param {number[]} counts
   */
  function pipsOf(counts) {
    const shown = counts.slice(0, -1);
    const sum = shown.reduce((a, b) => a + b, 0);
    const tenths = (/** @type {number} */ count) => Math.floor(count * 1440 / sum);
    const decimal = (/** @type {number} */ value) => (value / 10).toFixed(1);
    let before = 0;
    const paths = shown.map((count, at) => ({ state: STATES[at], count })).reverse().filter(({ count }) => count);
    return paths.map(({ state, count }) => {
      const from = before;
      before += count;
      const squares = Array.from({ length: count }, (_, at) => `M${(from + at) * 12}.5.5h9v11h-9z`);
      const wide = decimal(Math.max(tenths(from + count) - tenths(from), 10));
      return { state, d: sum > 12 ? `M${decimal(tenths(from))} .5h${wide}v11h-${wide}z` : squares.join('') };
    });
  }

  /**
   * @param {Row} row
   * @param {string} day
   */
  function showPips(row, day) {
    const count = first('.kn', row.element);
    if (!count) return;
    const counts = tallyOf(row.states);
    // Others who still owe it have reported nothing, else the row would hold them.
    const others = STATES.indexOf(stateOn(row.turns, '', day, SOON));
    row.others.forEach((number, at) => { counts[at < OPEN.length ? others : at] += number; });
    const done = counts[3] + counts[4];
    const sum = counts.reduce((a, b) => a + b, 0) - counts[7];
    count.textContent = fill('{k}/{n}', { k: done, n: sum });
    row.element.querySelector('.pips')?.replaceChildren(...pipsOf(counts).map(({ state, d }) => {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('class', `c ${state}`);
      path.setAttribute('d', d);
      return path;
    }));
  }

  /**
   * The end of a row that a change has moved, and the one before.
   * @param {Row} row
   * @param {string} day
   */
  function showEnd(row, day) {
    const { since, to } = timingOn(row.turns, day);
    const time = all('.d > time', row.element).pop();
    if (!since || !time || Number.isNaN(Date.parse(to)) || row.element.dataset.to === to) return;
    const before = first('.moved', row.element) ?? document.createElement('s');
    before.className = 'moved';
    const words = document.createElement('span');
    words.className = 'hidden';
    words.textContent = `${SITE.moved} `;
    before.replaceChildren(words, time.cloneNode(true));
    time.before(before, ' ');
    time.textContent = shownDay(to);
    time.setAttribute('datetime', to);
    row.element.dataset.to = to;
  }

  /**
   * Puts a row where rows of its state stand, in its own section if it has such a place; it is gone where the
   * page has none.
   * @param {Row} row
   * @param {State} state
   */
  function place(row, state) {
    const from = /** @type {HTMLElement | null} */ (row.element.closest('[data-into]'));
    if (!from || isAbout(from.dataset.into, state)) return;
    const lists = [...all('[data-into]', from.closest('section') ?? document), ...all('[data-into]')];
    const to = lists.find(list => list.dataset.into?.split(' ').includes(state));
    row.isGone ||= !to;
    if (!to) return;
    const end = row.element.dataset.to ?? '';
    const isDown = to.dataset.order === 'down';
    const isBehind = (/** @type {HTMLElement} */ other) => {
      const own = other.dataset.to ?? '';
      return isDown ? own < end : own > end;
    };
    to.insertBefore(row.element, all(':scope > .row', to).find(isBehind) ?? null);
  }

  /**
   * @param {Row} row
   * @param {string} day
   */
  function judge(row, day) {
    row.isGone = row.since > day;
    if (!row.turns) return;
    row.states = row.states.map((_, at) => stateOn(row.turns, row.logs[at] ?? '', day, SOON));
    const state = worstOf(row.states);
    row.element.classList.remove(...STATES);
    row.element.classList.add(state);
    for (const label of all('.st', row.element)) label.textContent = LABELS[state] ?? '';
    showEnd(row, day);
    showNames(row, () => true);
    showPips(row, day);
    place(row, state);
  }

  /**
   * Counts anew what an element counts: figures, sentences, rates.
   * @param {HTMLElement} element
   * @param {string} day
   */
  function recount(element, day) {
    const { base = '', open = '', known = '' } = element.dataset;
    const tally = countOn({ base, open, known }, BUILT, day, SOON);
    for (const place of all('[data-sum]', element)) {
      const states = /** @type {State[]} */ ((place.dataset.sum ?? '').split(' '));
      place.textContent = shownNumber(states.reduce((sum, state) => sum + tally[state], 0));
    }
    const k = tally['done-on-time'] + tally['done-late'];
    const o = tally.overdue;
    const n = k + o + tally['due-soon'] + tally['in-time'];
    for (const place of all('[data-w]', element)) place.textContent = fill(place.dataset.w, { k, o, n });
    for (const place of all('.over, .of', element)) place.hidden = !o;
    const rate = (rateOf(tally) / 10).toFixed(1).replace('.', SITE.comma ?? '.');
    for (const place of all('[data-rate]', element)) if (k + o) place.textContent = rate;
  }

  /**
   * Whether a directive is in force.
   * @param {HTMLElement} line
   * @param {string} day
   */
  function showForce(line, day) {
    const { first: begin = '', last = '', force = '' } = line.dataset;
    const tag = first('.tag', line);
    if (!tag) return;
    const state = last && last < day ? 'ended' : begin > day ? 'later' : timingOn(force, day).last;
    tag.dataset.s = state;
    tag.textContent = LABELS[state] ?? '';
    for (const from of all('.tag + span', line)) from.hidden = begin <= day;
  }

  /**
   * Says as of which day the page is told.
   * @param {string} day
   */
  function showDay(day) {
    for (const place of all('.asof')) place.textContent = fill(place.dataset.day, { date: shownDay(day) });
    for (const note of all('.stale, .beyond')) {
      const until = note.dataset.until ?? '';
      note.hidden = day <= until;
      // What it stands beside is as it was built, and was that when anything of the page changed.
      if (note.matches('.stale')) note.textContent = fill(SITE.stale, { date: shownDay(until < UNTIL ? until : UNTIL) });
    }
  }

  /** The day that the page tells. */
  let told = BUILT;

  /** Tells the page as of the reader's day; again when a page that slept is looked at on a later one. */
  function refresh() {
    const day = readersDay();
    if (day > UNTIL && day !== told) {
      for (const row of rows) judge(row, day);
      for (const element of all('[data-base]')) recount(element, day);
      for (const line of all('[data-force]')) showForce(line, day);
      showDay(day);
      told = day;
    }
    for (const row of rows) showDistance(row, day);
    showOtherDistances(day);
    select();
  }

  /** Links of this site go on to the day that was asked for. */
  function keepAsked() {
    if (!ASKED) return;
    for (const link of all('a[href]')) {
      const url = new URL(/** @type {HTMLAnchorElement} */ (link).href);
      const isPage = url.protocol === location.protocol && url.host === location.host && url.pathname.endsWith('.html');
      if (!isPage) continue;
      url.searchParams.set('as-of', ASKED);
      link.setAttribute('href', url.href);
    }
  }

  /* ---- The filter ---- */

  const form = /** @type {HTMLFormElement | undefined} */ (first('form.filter'));
  const hits = first('.hits');

  /** The controls of the filter: organisation `o`, issuer `i`, state `s`, words `t`. */
  const controls = /** @type {(HTMLSelectElement | HTMLInputElement)[]} */ (form ? all('select, input', form) : []);

  /** What the address asks for and no control offers. @type {string[]} */
  let unknown = [];

  /** Sets the controls to what the address asks for. */
  function readAddress() {
    const asked = new URLSearchParams(location.search);
    unknown = [];
    for (const control of controls) {
      const value = asked.get(control.name) ?? '';
      control.value = value;
      if (control.value !== value) {
        control.value = '';
        unknown.push(value);
      }
    }
  }

  /** Puts what is chosen into the address, and leaves there what is not the filter's. */
  function writeAddress() {
    const url = new URL(location.href);
    for (const { name, value } of controls) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    // The state of this entry of the history stays: scroll, and what the preview keeps there.
    history.replaceState(history.state, '', url);
  }

  /** What is chosen, by the names of the controls. @returns {Record<string, string>} */
  function chosen() {
    return Object.fromEntries(controls.map(({ name, value }) => [name, value]));
  }

  /**
   * Which of those who owe a row are looked for; of a row that nobody owes, whether it is.
   * @param {Row} row
   * @param {Record<string, string>} wanted
   * @returns {number[] | boolean}
   */
  function found(row, { o, i, s, t }) {
    const fits = (!i || row.element.dataset.i === i) && (!t || hasWords(row.element, t));
    if (row.isGone || !fits) return false;
    if (!row.turns) return !o && !s;
    const part = partOf(row.element);
    const isFound = (/** @type {number} */ at) =>
      (!o || row.ids[at] === o) && (!s || row.states[at] === s) && isAbout(part?.dataset.kind, row.states[at]);
    return row.states.map((_, at) => at).filter(isFound);
  }

  /**
   * Whether a text holds all of some words, with or without their marks.
   * @param {HTMLElement} element
   * @param {string} words
   */
  function hasWords(element, words) {
    const text = bare(element.textContent ?? '');
    return bare(words).split(/\s+/).every(word => text.includes(word));
  }

  /** How many are shown in each part of the page: tasks, and rows. @typedef {Map<Element, {n: number, m: number}>} Counts */

  /** Shows the rows that are looked for, and counts them. */
  function select() {
    const wanted = chosen();
    const isFiltered = Object.values(wanted).some(Boolean);
    /** @type {Counts} */
    const counts = new Map();
    let matches = 0;
    for (const row of rows) {
      const hit = found(row, wanted);
      const number = Array.isArray(hit) ? hit.length : Number(hit);
      const isShown = isFiltered ? number > 0 : !row.isGone;
      row.element.hidden = !isShown;
      if (row.turns && (isFiltered || told !== BUILT || row.isNarrowed)) {
        row.isNarrowed = isFiltered;
        showNames(row, at => !isFiltered || Array.isArray(hit) && hit.includes(at));
      }
      if (isShown) matches += number;
      for (let part = isShown ? partOf(row.element) : null; part; part = part.parentElement && partOf(part.parentElement)) {
        const count = counts.get(part) ?? { n: 0, m: 0 };
        counts.set(part, { n: count.n + number, m: count.m + 1 });
      }
    }
    showCounts(counts, isFiltered);
    tellHits(matches, isFiltered);
  }

  /** The heads as they were built. @type {Map<HTMLElement, string | null>} */
  const heads = new Map(all('[data-kind] .n, [data-kind] [data-n]').map(head => [head, head.textContent]));

  /** Which parts had no rows when the page was built. */
  const emptyAtFirst = new Map(all('[data-kind]').map(part => [part, part.classList.contains('empty')]));

  /**
   * Counts in the heads what is shown below them; what is empty goes.
   * @param {Counts} counts
   * @param {boolean} isFiltered
   */
  function showCounts(counts, isFiltered) {
    const isBuilt = !isFiltered && told === BUILT;
    for (const [head, built] of heads) {
      const part = partOf(head);
      const count = (part && counts.get(part)) ?? { n: 0, m: 0 };
      // A head that counts more than the page shows says nothing of what is filtered.
      if (!head.dataset.n) head.hidden = isFiltered;
      else head.textContent = isBuilt ? built : fill(head.dataset.n, count);
    }
    for (const part of all('[data-kind]')) {
      const isShown = counts.has(part);
      if (!isBuilt) part.classList.toggle('empty', !isShown);
      else part.classList.toggle('empty', emptyAtFirst.get(part));
      // Nothing is found in it, which is not to say that nothing is there.
      part.hidden = isFiltered && !isShown;
      if (isFiltered && part instanceof HTMLDetailsElement) part.open = isShown;
    }
  }

  /**
   * Says what was chosen, how much of it is here, and where all of it is.
   * @param {number} matches
   * @param {boolean} isFiltered
   */
  function tellHits(matches, isFiltered) {
    if (!hits) return;
    const { hits: some, none, unknown: strange, unit } = hits.dataset;
    const here = rows.filter(row => !row.isGone).length;
    const sentences = unknown.map(value => fill(strange, { value }));
    if (isFiltered) {
      const conditions = controls.filter(({ value }) => value).map(condition).join('; ');
      const part = form?.dataset.part ? ` ${fill(form.dataset.part, { n: here })}` : '';
      sentences.push(`${conditions}: ${fill(matches ? some : none, { n: matches })}${part}`);
    }
    hits.replaceChildren(sentences.map(sentence => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)).join(' '));
    const organization = controls.find(({ name, value }) => name === 'o' && value);
    if (organization && organization.dataset.page) {
      const link = document.createElement('a');
      link.href = organization.dataset.page.replace('{o}', organization.value);
      link.textContent = fill(unit, { name: choice(organization) });
      hits.append(' ', link);
      keepAsked();
    }
  }

  /** What is chosen in a control, in words. @param {HTMLSelectElement | HTMLInputElement} control */
  function choice(control) {
    return control instanceof HTMLSelectElement ? control.selectedOptions[0].text : `“${control.value}”`;
  }

  /** "Đơn vị: Sở Y tế". @param {HTMLSelectElement | HTMLInputElement} control */
  function condition(control) {
    const label = control.closest('label')?.firstChild?.nodeValue?.trim() ?? '';
    return `${label}: ${choice(control)}`;
  }

  /** Takes the choice of the reader. */
  function choose() {
    unknown = [];
    writeAddress();
    select();
  }

  readAddress();
  refresh();
  keepAsked();
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
  // A page that comes back from the history is as it was left, and its controls may be older than its address.
  addEventListener('pageshow', () => {
    readAddress();
    refresh();
  });
  if (form) {
    form.addEventListener('input', choose);
    // The controls are empty after the event.
    form.addEventListener('reset', () => setTimeout(choose));
    form.addEventListener('submit', event => event.preventDefault());
    form.hidden = false;
  }
})();
