// The drawn signature: strokes with mouse, touch or pen, kept as whole points in a box of 1000 by 300, without time or
// pressure. The box is drawn at its own size and scaled by the style sheet, so turning the device changes nothing.
const WIDTH = 1000, HEIGHT = 300, INK = 6;
const MOST_STROKES = 60, MOST_POINTS = 4000;
const STEP = 5; // nearer points than this add nothing that an eye could see

for (const pad of document.querySelectorAll("[data-drawing]")) begin(pad);

function begin(pad) {
  const field = document.getElementById(pad.dataset.drawing);
  const canvas = pad.querySelector("canvas"), pen = canvas.getContext("2d");
  const undo = pad.querySelector("[data-undo]"), clear = pad.querySelector("[data-clear]"), says = pad.querySelector("[role=status]");
  let strokes = kept(field.value), pointer = null;

  const points = () => strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  const isFull = () => strokes.length >= MOST_STROKES || points() >= MOST_POINTS;

  function show() {
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.lineWidth = INK;
    pen.lineCap = pen.lineJoin = "round";
    for (const stroke of strokes) {
      pen.beginPath();
      pen.moveTo(...stroke[0]);
      for (const point of stroke.length > 1 ? stroke.slice(1) : stroke) pen.lineTo(...point);
      pen.stroke();
    }
  }
  function keep() {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
    undo.disabled = clear.disabled = !strokes.length;
    says.textContent = isFull() ? pad.dataset.full : "";
    show();
  }
  function place(event) {
    const box = canvas.getBoundingClientRect();
    const within = (part, most) => Math.min(most, Math.max(0, Math.round(part * most)));
    return [within((event.clientX - box.left) / box.width, WIDTH), within((event.clientY - box.top) / box.height, HEIGHT)];
  }
  function go(event) {
    const stroke = strokes.at(-1), last = stroke.at(-1), next = place(event);
    if (Math.hypot(next[0] - last[0], next[1] - last[1]) >= STEP && points() < MOST_POINTS) stroke.push(next);
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button !== 0 || isFull()) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    strokes.push([place(event)]);
    event.preventDefault();
    show();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length ? moves : [event]) go(move);
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      keep();
    });
  }
  undo.addEventListener("click", () => { strokes.pop(); keep(); });
  clear.addEventListener("click", () => { strokes = []; keep(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  document.querySelector(".themes")?.addEventListener("click", () => requestAnimationFrame(show));
  pad.hidden = false;
  keep();
}

function kept(text) {
  try { return JSON.parse(text) || []; } catch { return []; }
}
