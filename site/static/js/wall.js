// The wall for the projector: asks every second and a half whether anything changed, and shows it.
const EVERY = 1_500;

const wall = document.querySelector("[data-wall]");
if (wall) setInterval(() => look(wall), EVERY);

let looking = false;

async function look(element) {
  if (looking) return;
  looking = true;
  try {
    const seen = element.querySelector("[data-fingerprint]").dataset.fingerprint;
    const response = await fetch(`${element.dataset.wall}?vu=${seen}`);
    if (response.status === 200) show(element, await response.text());
    delete element.dataset.lost;
  } catch {
    element.dataset.lost = "true";
  } finally {
    looking = false;
  }
}

function show(element, html) {
  const known = new Set([...element.querySelectorAll("[data-item]")].map((card) => card.dataset.item));
  element.innerHTML = html;
  for (const card of element.querySelectorAll("[data-item]")) {
    if (!known.has(card.dataset.item)) card.classList.add("is-new");
  }
}
