// Light or dark before the first paint: the only script that is loaded without defer. "auto" follows the device.
(() => {
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const read = () => { try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; } };
  const show = (choice) => { root.dataset.bsTheme = choice === "auto" ? (device.matches ? "dark" : "light") : choice; };
  const keep = (choice) => { try { localStorage.setItem("theme", choice); } catch { /* this browser keeps nothing: the choice lasts for the page */ } };

  show(read());
  device.addEventListener("change", () => show(read()));
  window.handbookTheme = { read, choose(choice) { keep(choice); show(choice); } };
})();
