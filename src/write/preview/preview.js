// The live preview: listens for what is new to this page, loads it again where its own bytes changed, and
// shows the faults over it. The page that is published holds none of this.
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const english = own.lang === "en";
  const words = english
    ? { fault: (n) => (n === 1 ? "1 error" : n + " errors"), warning: (n) => (n === 1 ? "1 warning" : n + " warnings"), old: ", showing the page of ", elsewhere: " elsewhere", close: "Close", edit: "Open in editor", copy: "Copy", day: "As of", lost: "Preview stopped; start it again: congbao serve", fresh: "Show what is new" }
    : { fault: (n) => n + " lỗi", warning: (n) => n + " cảnh báo", old: ", đang hiện bản trước ", elsewhere: " ở tệp khác", close: "Đóng", edit: "Mở trong trình soạn thảo", copy: "Sao chép", day: "Tính đến", lost: "Xem trước đã dừng; chạy lại: congbao serve", fresh: "Hiện bản mới" };
  const asOf = new URLSearchParams(location.search).get("as-of") || "";
  let style = own.style, leaving = false, wait = 250, standing, dialog, lost, going, told = "";

  // What outlives the page while the tab is open; nothing where the browser keeps nothing.
  const keep = (key, value) => { try { sessionStorage.setItem("congbao " + key, JSON.stringify(value)); } catch { /* */ } };
  const kept = (key) => { try { return JSON.parse(sessionStorage.getItem("congbao " + key)); } catch { return null; } };

  // An address with the day for which it is asked, and whatever else it asks.
  const dated = (address, day) => {
    const url = new URL(address, location.href);
    url.searchParams.set("as-of", day);
    return url.href;
  };
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const button = (className, onclick, text) => make("button", { type: "button", className, onclick, hidden: !text }, text || "");
  const notice = button("congbao-notice", () => report(true));
  const mild = button("congbao-mild", () => report(true));
  const fresh = button("congbao-fresh", () => going && going());
  const elsewhere = make("a", { className: "congbao-elsewhere", href: "/.congbao/", hidden: true });
  const stopped = make("strong", { className: "congbao-stopped", hidden: true, role: "status" }, words.lost);
  const day = make("input", { type: "date", name: "as-of", value: own.asOf, ariaLabel: words.day, onchange: () => { location.href = dated(location.href, day.value); } });
  document.body.append(make("div", { className: "congbao-preview" }, stopped, fresh, notice, mild, elsewhere, ...(own.asOf ? [make("label", {}, day)] : [])));

  // Whether somebody types or selects: what is new waits for the end of that, or for a click.
  let touched = -1e9, pressed = false;
  for (const kind of ["input", "keydown", "compositionupdate"]) addEventListener(kind, () => { touched = performance.now(); }, true);
  addEventListener("pointerdown", (event) => { pressed = !event.target.closest?.(".congbao-preview"); }, true);
  for (const kind of ["pointerup", "pointercancel", "dragend", "blur"]) addEventListener(kind, () => { pressed = false; }, true);
  const isBusy = () => pressed || performance.now() - touched < 1200 || !getSelection().isCollapsed;

  // Blocks of text, so that what changed can be found after the page has loaded again.
  const blocks = () => [...document.querySelectorAll("main :is(h1,h2,h3,h4,p,li,dt,dd,td,th,pre)")].filter((b) => !b.querySelector("p,li,dd,td")).slice(0, 4000);
  const hash = (text) => {
    let h = 0;
    for (let i = 0; i < text.length; i++) h = (h * 31 + text.charCodeAt(i)) | 0;
    return h;
  };
  // Without figures: a count that changed says less than the row for which it did.
  const worded = (block) => hash(block.textContent.replace(/\d+/g, "0"));
  const fields = () => [...document.querySelectorAll("input,select,textarea,button,summary,a[href]")];
  const leave = (go) => {
    if (leaving) return;
    going = () => {
      leaving = true;
      const all = blocks(), field = document.activeElement, hasCaret = field && typeof field.selectionStart === "number";
      keep("place", {
        address: location.pathname, x: scrollX, y: scrollY, texts: all.map((b) => hash(b.textContent)), worded: all.map(worded),
        details: [...document.querySelectorAll("details")].map((one) => one.open),
        focus: fields().indexOf(field), name: field && field.outerHTML.length < 2000 ? field.tagName + (field.name || field.textContent) : "",
        caret: hasCaret ? [field.selectionStart, field.selectionEnd] : null,
      });
      // Else the browser scrolls back after the page has loaded, away from what changed.
      history.scrollRestoration = "manual";
      go();
    };
    const tryNow = () => {
      if (leaving || !going) return;
      if (isBusy()) setTimeout(tryNow, 100);
      else going();
    };
    if (isBusy()) Object.assign(fresh, { hidden: false, textContent: words.fresh });
    tryNow();
  };
  const arrive = () => {
    const before = kept("place");
    keep("place", null);
    if (!before || before.address !== location.pathname) return;
    addEventListener("load", () => setTimeout(() => { history.scrollRestoration = "auto"; }));
    const details = [...document.querySelectorAll("details")];
    if (details.length === before.details.length) details.forEach((one, at) => { one.open = before.details[at]; });
    const field = fields()[before.focus];
    if (field && field.tagName + (field.name || field.textContent) === before.name) {
      field.focus({ preventScroll: true });
      if (before.caret) field.setSelectionRange(...before.caret);
    }
    scrollTo({ left: before.x, top: before.y, behavior: "instant" });
    const [texts, known] = [new Set(before.texts), new Set(before.worded)];
    const now = blocks().filter((b) => b.offsetParent && !texts.has(hash(b.textContent)));
    const changed = now.find((b) => !known.has(worded(b))) || now.find((b) => !/^H\d$/.test(b.tagName)) || now[0];
    if (!changed) return;
    changed.classList.add("congbao-changed");
    const { top, bottom } = changed.getBoundingClientRect();
    const isWritten = !field || field === document.body || before.focus < 0;
    if (isWritten && (bottom < 0 || top > innerHeight)) changed.scrollIntoView({ block: "center", behavior: "instant" });
  };

  const swap = (to) => {
    style = to;
    for (const link of document.querySelectorAll('link[rel="stylesheet"]:not([href^="/.congbao/"])')) {
      const url = new URL(link.href);
      url.searchParams.set("v", to);
      const next = make("link", { rel: "stylesheet", href: url.href, onload: () => link.remove() });
      link.after(next);
    }
  };

  const close = () => {
    if (dialog) dialog.remove();
    dialog = null;
  };
  // Closed by whoever reads it, it stays closed until the fault is another one.
  const dismiss = () => {
    if (!dialog) return;
    keep("dismissed", told);
    close();
  };
  const report = async (asked) => {
    const query = asOf ? "?as-of=" + asOf : "";
    const faults = (await (await fetch("/.congbao/faults.json" + query + (query ? "&" : "?") + "page=" + encodeURIComponent(own.page))).json())
      .filter((fault) => fault.own && (asked || fault.severity === "error"));
    const focused = document.activeElement, from = dialog ? dialog.scrollTop : 0;
    close();
    if (!faults.length) return;
    const shut = button("", dismiss, words.close);
    dialog = make("div", { className: "congbao-faults", role: "alertdialog", ariaLabel: words.fault(faults.length) }, shut);
    for (const file of new Set(faults.map((fault) => fault.file))) {
      const its = faults.filter((fault) => fault.file === file);
      dialog.append(make("h2", {}, file ? file + " (" + its.length + ")" : ""));
      for (const fault of its) {
        const copy = button("", () => navigator.clipboard.writeText(fault.report), words.copy);
        const edit = fault.editor ? [make("a", { href: fault.editor }, words.edit)] : [];
        dialog.append(make("pre", {}, fault.report), ...edit, copy);
      }
    }
    document.body.append(dialog);
    dialog.scrollTop = from;
    if (asked) shut.focus();
    else if (focused && focused.isConnected) focused.focus({ preventScroll: true });
  };
  addEventListener("keydown", (event) => event.key === "Escape" && dismiss());

  const count = (errors, warnings) => [errors && words.fault(errors), warnings && words.warning(warnings)].filter(Boolean).join(", ");
  const label = (element, text) => Object.assign(element, { hidden: !text, textContent: text });
  const hear = (said) => {
    const progress = document.querySelector(".congbao-progress");
    if (progress && said.progress) progress.textContent = said.progress;
    if (said.follow && said.follow !== own.page) return leave(() => location.assign(asOf ? dated("/" + said.follow, asOf) : "/" + said.follow));
    if (said.moved) return leave(() => location.replace(asOf ? dated("/" + said.moved, asOf) : "/" + said.moved));
    if (said.version && said.version !== own.version) return leave(() => location.reload());
    // It is again what is shown.
    going = null;
    fresh.hidden = true;
    if (said.style && said.style !== style) swap(said.style);
    clearTimeout(standing);
    const [errors, warnings] = said.own, [others, mildOthers] = said.others;
    label(notice, errors ? count(errors, 0) + (said.since ? words.old + said.since : "") : "");
    label(mild, warnings ? count(0, warnings) : "");
    label(elsewhere, others || mildOthers ? count(others, mildOthers) + words.elsewhere : "");
    elsewhere.classList.toggle("congbao-wrong", others > 0);
    const isNew = told !== said.key;
    told = said.key;
    if (!errors) return close();
    if (kept("dismissed") === told) return isNew ? close() : undefined;
    if (dialog) report(false);
    else standing = setTimeout(() => report(false), 2000);
  };

  const listen = () => {
    const query = new URLSearchParams({ page: own.page, version: own.version, style });
    if (asOf) query.set("as-of", asOf);
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/.congbao/events?" + query);
    socket.onopen = () => {
      wait = 250;
      clearTimeout(lost);
      lost = null;
      stopped.hidden = true;
    };
    socket.onmessage = (event) => hear(JSON.parse(event.data));
    socket.onclose = () => {
      if (leaving) return;
      lost = lost || setTimeout(() => { stopped.hidden = false; }, 1500);
      setTimeout(listen, wait);
      wait = Math.min(wait * 2, 5000);
    };
  };
  arrive();
  listen();
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
