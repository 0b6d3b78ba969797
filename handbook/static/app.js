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
  if (form.method !== "post") return;
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

// Paper cannot be clicked: open every text for printing, then put things back.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("main details:not([open])")];
  closed.forEach((d) => { d.open = true; });
});
addEventListener("afterprint", () => { closed.forEach((d) => { d.open = false; }); });

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
