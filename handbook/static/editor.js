// The editor of a text: a preview after a pause in typing, and words kept while somebody writes. The page works without.
const desk = document.querySelector(".editor[data-preview]");
if (desk) {
  const form = desk.closest("form"), words = form.elements.body;
  const frame = desk.querySelector("iframe"), kept = desk.querySelector("[data-kept]");
  const PREVIEW_MS = 700, KEEP_MS = 3000;

  // Runs after a pause; while one answer is on its way the next waits for it.
  function afterPause(pause, act) {
    let timer = null, busy = false, again = false;
    async function run() {
      if (busy) { again = true; return; }
      busy = true;
      try { await act(); } finally { busy = false; }
      if (again) { again = false; run(); }
    }
    return () => { clearTimeout(timer); timer = setTimeout(run, pause); };
  }
  function send(address, names) {
    const data = new FormData();
    for (const name of ["csrf_token", ...names]) if (form.elements[name]) data.set(name, form.elements[name].value);
    return fetch(address, { method: "POST", body: data });
  }

  async function show() {
    try {
      const answer = await send(desk.dataset.preview, ["body", "rule_id", "language", "kind"]);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("preview"), old = frame.contentDocument?.getElementById("preview");
      if (fresh && old) old.replaceWith(frame.contentDocument.adoptNode(fresh));
    } catch { /* the next pause asks again */ }
  }
  const preview = afterPause(PREVIEW_MS, show);
  words.addEventListener("input", preview);
  form.elements.kind.addEventListener("change", preview);
  desk.querySelector("[data-show]").addEventListener("click", (event) => { event.preventDefault(); show(); });
  // The frame begins with the text as it is saved; own words in the form, or words that the browser restored, follow.
  if (desk.dataset.own !== undefined || words.value !== words.defaultValue) {
    if (frame.contentDocument?.getElementById("preview")) show();
    else frame.addEventListener("load", show, { once: true });
  }

  if (desk.dataset.unsaved) {
    const keep = afterPause(KEEP_MS, async () => {
      if (form.dataset.sent) return;
      try {
        const answer = await send(desk.dataset.unsaved, ["body", "row_version"]);
        if (!answer.ok) throw new Error(String(answer.status));
        kept.textContent = (await answer.json()).words;
      } catch { kept.textContent = desk.dataset.lost; }
    });
    words.addEventListener("input", keep);
  }
}
