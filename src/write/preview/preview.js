// The live preview: listens for what is new to this page, loads it again where its own bytes changed, and
// shows the faults over it. The page that is published holds none of this.
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const english = own.lang === "en";
  const words = english
    ? { fault: (n) => (n === 1 ? "1 error" : n + " errors"), old: ", showing the page before ", close: "Close", edit: "Open in editor", copy: "Copy", day: "As of", lost: "Preview stopped" }
    : { fault: (n) => n + " lỗi", old: ", đang hiện bản trước ", close: "Đóng", edit: "Mở trong trình soạn thảo", copy: "Sao chép", day: "Tính đến", lost: "Xem trước đã dừng" };
  const asOf = new URLSearchParams(location.search).get("as-of") || "";
  let style = own.style, leaving = false, wait = 250, standing, dialog, shown = 0;

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
  const notice = make("button", { type: "button", className: "congbao-notice", hidden: true, onclick: () => report(true) });
  const day = make("input", { type: "date", name: "as-of", value: own.asOf, ariaLabel: words.day, onchange: () => { location.href = dated(location.href, day.value); } });
  document.body.append(make("div", { className: "congbao-preview" }, notice, make("label", {}, day)));

  // Blocks of text, so that what changed can be found after the page has loaded again.
  const blocks = () => [...document.querySelectorAll("main :is(h1,h2,h3,h4,p,li,dt,dd,td,th,pre)")].filter((b) => !b.querySelector("p,li,dd,td"));
  const hash = (text) => {
    let h = 0;
    for (let i = 0; i < text.length; i++) h = (h * 31 + text.charCodeAt(i)) | 0;
    return h;
  };
  const leave = (go) => {
    if (leaving) return;
    leaving = true;
    const texts = blocks().slice(0, 4000).map((b) => hash(b.textContent));
    history.replaceState({ ...history.state, congbao: { x: scrollX, y: scrollY, texts } }, "");
    // Else the browser scrolls back after the page has loaded, away from what changed.
    history.scrollRestoration = "manual";
    go();
  };
  const arrive = () => {
    const before = history.state && history.state.congbao;
    if (!before) return;
    history.replaceState({ ...history.state, congbao: null }, "");
    addEventListener("load", () => setTimeout(() => { history.scrollRestoration = "auto"; }));
    scrollTo({ left: before.x, top: before.y, behavior: "instant" });
    const changed = blocks().find((b, i) => hash(b.textContent) !== before.texts[i]);
    if (!changed) return;
    changed.classList.add("congbao-changed");
    const { top, bottom } = changed.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) changed.scrollIntoView({ block: "center", behavior: "instant" });
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
  const report = async (asked) => {
    const query = asOf ? "?as-of=" + asOf : "";
    const faults = await (await fetch("/.congbao/faults.json" + query + (query ? "&" : "?") + "page=" + encodeURIComponent(own.page))).json();
    close();
    const errors = faults.filter((f) => f.severity === "error");
    if (!errors.length) return;
    const shut = make("button", { type: "button", onclick: close }, words.close);
    dialog = make("div", { className: "congbao-faults", role: "alertdialog", ariaLabel: words.fault(errors.length) }, shut);
    for (const fault of errors) {
      const copy = make("button", { type: "button", onclick: () => navigator.clipboard.writeText(fault.report) }, words.copy);
      const edit = fault.editor ? [make("a", { href: fault.editor }, words.edit)] : [];
      dialog.append(make("pre", {}, fault.report), ...edit, copy);
    }
    document.body.append(dialog);
    if (asked) shut.focus();
  };
  addEventListener("keydown", (event) => event.key === "Escape" && close());

  const hear = (said) => {
    if (said.follow && said.follow !== own.page) return leave(() => location.assign(asOf ? dated("/" + said.follow, asOf) : "/" + said.follow));
    if (said.version && said.version !== own.version) return leave(() => location.reload());
    if (said.style && said.style !== style) swap(said.style);
    clearTimeout(standing);
    notice.hidden = !said.errors;
    if (!said.errors) {
      close();
    } else {
      notice.textContent = words.fault(said.errors) + (said.since ? words.old + said.since : "");
      if (dialog || shown === said.errors) report(false);
      else standing = setTimeout(() => report(false), 2000);
    }
    shown = said.errors;
  };

  const listen = () => {
    const query = new URLSearchParams({ page: own.page, version: own.version, style });
    if (asOf) query.set("as-of", asOf);
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/.congbao/events?" + query);
    socket.onopen = () => { wait = 250; };
    socket.onmessage = (event) => hear(JSON.parse(event.data));
    socket.onclose = () => {
      if (leaving) return;
      setTimeout(listen, wait);
      wait = Math.min(wait * 2, 5000);
    };
  };
  arrive();
  listen();
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
