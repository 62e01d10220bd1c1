// The timer of a round of the table: the same time for each, counted down; the figures stand without it.
const root = document.querySelector("[data-speaking]");
if (root) {
  const each = Number(root.dataset.seconds);
  const people = [...root.querySelectorAll("[data-person]")];
  const left = root.querySelector("[data-left]");
  const name = root.querySelector("[data-name]");
  const start = root.querySelector("[data-start]");
  let turn = -1;
  let endsAt = 0;
  let ticking = 0;

  // « 1 min 15 s », « 40 min », « 45 s »; below zero once the time is over.
  function inWords(seconds) {
    const [minutes, rest] = [Math.floor(Math.abs(seconds) / 60), Math.abs(seconds) % 60];
    const parts = [minutes && `${minutes}\u00a0min`, (rest || !minutes) && `${rest}\u00a0s`];
    return `${seconds < 0 ? "−" : ""}${parts.filter(Boolean).join(" ")}`;
  }

  function show() {
    const seconds = Math.ceil((endsAt - Date.now()) / 1000);
    left.textContent = inWords(seconds);
    root.classList.toggle("speaking-over", seconds <= 0);
    if (seconds === 0) name.textContent = "C’est l’heure : à la personne suivante.";
  }

  function next() {
    turn = (turn + 1) % people.length;
    for (const [number, person] of people.entries()) {
      if (number === turn) person.setAttribute("aria-current", "true");
      else person.removeAttribute("aria-current");
    }
    name.textContent = `La parole est à ${people[turn].textContent}`;
    endsAt = Date.now() + each * 1000;
    clearInterval(ticking);
    ticking = setInterval(show, 250);
    show();
  }

  root.querySelector("[data-buttons]").hidden = !people.length;
  start.addEventListener("click", () => {
    turn = -1;
    start.textContent = "Recommencer";
    next();
  });
  root.querySelector("[data-next]").addEventListener("click", next);
}
