// What pages do beyond plain HTML. Everything works without this file; nothing here leaves the page's own server.

// Theme buttons: shown only here, for they need scripts.
for (const group of document.querySelectorAll(".themes")) {
  const buttons = [...group.querySelectorAll("button")];
  const press = () => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.theme === window.handbookTheme.read())));
  group.addEventListener("click", (event) => {
    const choice = event.target.dataset.theme;
    if (choice) { window.handbookTheme.choose(choice); press(); }
  });
  press();
  group.hidden = false;
}

// Menus are <details>: close them with Esc (the focus returns to the button) or by a click elsewhere.
const menus = [...document.querySelectorAll("details.menu")];
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && menus.find((menu) => menu.open);
  if (open) { open.open = false; open.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
});

// The list of errors takes the focus; its links go to the fields by themselves.
document.getElementById("error-summary")?.focus();

// One click is one request. The guard falls when the page is shown again (back) and after a while (a download keeps the page).
const GUARD_MS = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.submitter?.hasAttribute("formtarget")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), GUARD_MS);
});
function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}
addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release); });

// Another language, the same place: how far down, and which texts were open.
const PLACE = "place";
document.addEventListener("click", (event) => {
  if (!event.target.closest?.(".languages a")) return;
  const open = [...document.querySelectorAll("main details")].map((d) => d.open);
  const part = scrollY / Math.max(1, document.documentElement.scrollHeight - innerHeight);
  try { sessionStorage.setItem(PLACE, JSON.stringify({ open, part, at: Date.now() })); } catch { /* then the new page starts at its top */ }
});
try {
  const place = JSON.parse(sessionStorage.getItem(PLACE));
  sessionStorage.removeItem(PLACE);
  if (place && Date.now() - place.at < 10000) {
    document.querySelectorAll("main details").forEach((d, i) => { if (i in place.open) d.open = place.open[i]; });
    scrollTo({ top: place.part * (document.documentElement.scrollHeight - innerHeight), behavior: "instant" });
  }
} catch { /* nothing kept */ }

// Printing by a button: shown only here, for it needs scripts.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
  button.hidden = false;
}

// A link to a place inside a closed text opens it.
function openTarget() {
  let place;
  try { place = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; } // an address that says nothing
  if (!place || !place.closest("main")) return;
  for (let part = place.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  place.scrollIntoView();
}
addEventListener("hashchange", openTarget);
if (location.hash) openTarget();

// A password can be looked at while it is typed: a button after each field that names its words.
for (const field of document.querySelectorAll("input[data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-plain show-secret";
  button.textContent = field.dataset.show;
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
  field.form?.addEventListener("submit", () => { field.type = "password"; }); // so that no browser keeps it as plain text
  field.after(button);
}

// A shared tablet that nobody touches signs out by itself, after words that say so.
if (document.body.dataset.idle) watchTouch(Number(document.body.dataset.idle) * 1000, document.body.dataset.idleWords);
function watchTouch(limit, words) {
  const form = document.querySelector('form[action$="/sign-out"]');
  if (!form) return;
  const LAST_WORDS = 20000;
  let touched = Date.now(), notice = null;
  const touch = () => { touched = Date.now(); notice?.remove(); notice = null; };
  for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"]) {
    addEventListener(kind, touch, { passive: true, capture: true });
  }
  const warn = () => {
    notice = document.createElement("div");
    notice.className = "notice is-wait idle";
    notice.setAttribute("role", "alert");
    notice.append(Object.assign(document.createElement("p"), { className: "lead", textContent: words }));
    document.body.append(notice);
  };
  setInterval(() => {
    const still = Date.now() - touched; // a clock, not a count: a tablet that slept has not been touched either
    if (still >= limit) { touched = Date.now(); form.submit(); }
    else if (still >= limit - LAST_WORDS && !notice) warn();
  }, 1000);
}

// Paper cannot be clicked: open every text for printing, then put things back.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("main details:not([open])")];
  closed.forEach((d) => { d.open = true; });
});
addEventListener("afterprint", () => { closed.forEach((d) => { d.open = false; }); });

// Words to share: a button that copies them, shown only here.
for (const button of document.querySelectorAll("[data-copy]")) {
  const words = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(words.value); button.textContent = button.dataset.copied; } catch { words.select(); }
  });
}

// How many are chosen in a list with check boxes.
for (const place of document.querySelectorAll("[data-chosen]")) {
  const form = document.getElementById(place.dataset.chosen);
  const count = () => {
    const checked = form.querySelectorAll(".pick :checked").length;
    place.textContent = checked ? `${place.dataset.words} ${checked}` : place.dataset.none;
  };
  if (place.dataset.all) continue;
  form.addEventListener("change", count);
  addEventListener("pageshow", count);
}

// The signing hour: names and states every five seconds; the marks stand ready in the page.
for (const box of document.querySelectorAll("[data-hour]")) {
  const list = box.querySelector(".hour"), words = box.querySelector("[role=status]");
  const line = (person) => {
    const made = box.querySelector(`template[data-state="${person.state}"]`).content.firstElementChild.cloneNode(true);
    made.querySelector(".hour-name").textContent = person.name;
    return made;
  };
  setInterval(async () => {
    try {
      const answer = await fetch(box.dataset.hour, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      list.replaceChildren(...said.people.map(line));
      if (words.textContent !== said.words) words.textContent = said.words;
    } catch { words.textContent = box.dataset.lost; }
  }, 5000);
}

// Long work: ask for its JSON, more slowly as time goes by; say only quarters aloud.
for (const box of document.querySelectorAll("[data-job]")) watch(box);
function watch(box) {
  const bar = box.querySelector("progress");
  const [words, left] = box.querySelectorAll(".progress-words span");
  const aloud = box.querySelector("[role=status]");
  let pause = 1000, quarter = 0;
  const again = () => { pause = Math.min(pause * 1.25, 5000); setTimeout(ask, pause); };

  async function ask() {
    let job;
    try {
      const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      job = await answer.json();
    } catch {
      left.textContent = box.dataset.lost;
      return again();
    }
    show(job);
    if (job.state === "queued" || job.state === "running") again();
    else finish(job);
  }
  function show(job) {
    bar.max = job.total || 1;
    bar.value = job.done;
    words.textContent = job.words;
    left.textContent = job.left || "";
    const now = Math.floor((4 * job.done) / (job.total || 1));
    if (now > quarter) { quarter = now; aloud.textContent = job.words; }
  }
  function finish(job) {
    aloud.textContent = job.words;
    box.querySelector(".job-cancel")?.remove();
    bar.hidden = job.state !== "done";
    const link = box.querySelector(".job-result");
    if (job.url) {
      link.href = job.url;
      if (job.label) link.querySelector("span").textContent = job.label;
      link.hidden = false;
    }
  }
  setTimeout(ask, pause);
}
