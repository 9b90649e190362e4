"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector) => document.querySelectorAll(selector);

  // Theme: what the system says, until the button says otherwise.
  const theme = document.getElementById("theme");
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const label = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.hidden = false;
  label();
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; label(); });

  // An entity: light up all its mentions; each further click goes to the next one.
  const turns = new Map();
  const light = (entity) => {
    for (const lit of all(".lit")) lit.classList.remove("lit");
    if (CSS.highlights) CSS.highlights.delete("evidence");
    for (const same of all(`[data-entity="${CSS.escape(entity)}"]`)) same.classList.add("lit");
  };
  const show = (element) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-entity]");
    const mark = event.target.closest("mark");
    if (link) {
      event.preventDefault();
      const entity = link.dataset.entity;
      const mentions = [...all(`mark[data-entity="${CSS.escape(entity)}"][id]`)];
      const turn = turns.get(entity) ?? 0;
      turns.clear();
      turns.set(entity, (turn + 1) % mentions.length);
      light(entity);
      show(mentions[turn]);
      link.setAttribute("aria-current", "true");
    } else if (mark) {
      light(mark.dataset.entity);
      const item = document.getElementById(mark.dataset.entity);
      if (item) item.scrollIntoView({ block: "nearest" });
    }
  });

  // A clause of evidence: light it up where it stands.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-evidence]");
    if (!link) return;
    const from = document.getElementById(`${link.dataset.evidence}-from`);
    const to = document.getElementById(`${link.dataset.evidence}-to`);
    for (const lit of all(".lit")) lit.classList.remove("lit");
    if (CSS.highlights) {
      event.preventDefault();
      const range = new Range();
      range.setStartAfter(from);
      range.setEndBefore(to);
      CSS.highlights.set("evidence", new Highlight(range));
      show(from);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const lit of all(".lit")) lit.classList.remove("lit");
    if (CSS.highlights) CSS.highlights.delete("evidence");
  });
})();
