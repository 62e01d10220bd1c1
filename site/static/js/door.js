// The welcome desk without a network: what is noted waits in this device, in order, and leaves when the network is
// back. The server takes the same notes as often as they come, so nothing has to be remembered but what was not sent.
// The tablet may be anybody's: once the session is over and everything sent, or the desk closed, it keeps nothing.
const RETRY = 15_000;
const WORDS = { present: "Présence notée", left: "Départ noté", absent: "Absence notée" };
const GONE = "Cette personne n’est plus sur la liste.";
const CLOSED = "– cet accueil est fermé, ou son lien a changé : demandez-en un nouveau, rien n’est perdu";

const LISTS = ["", "-refused", "-known"];

const root = document.querySelector("[data-door]");
if (root) open(root);
const shut = document.querySelector("[data-door-shut]");
if (shut) forgetDesks(shut.dataset.doorShut);

function open(door) {
  const { notes: address, half, store, ends } = door.dataset;
  const guests = new Map([...door.querySelectorAll("[data-guest]")].map((row) => [row.dataset.guest, row]));
  const sync = door.querySelector("[data-sync]");
  const saved = (name, empty) => JSON.parse(localStorage.getItem(`${store}${name}`)) ?? empty;
  const save = (name, value) => erased || localStorage.setItem(`${store}${name}`, JSON.stringify(value));
  // What the server said last; a page kept in this device may be older.
  const known = new Map([...guests].map(([id, row]) => [id, row.dataset.state]));
  let sending = false;
  let closed = false;
  let erased = false; // an answer may still be on its way

  const waiting = () => saved("", []);
  const refused = () => saved("-refused", []);
  const without = (list, gone) => {
    const names = new Set(gone.map((each) => JSON.stringify(each)));
    return list.filter((each) => !names.has(JSON.stringify(each)));
  };

  function show(id, state, isWaiting) {
    const row = guests.get(id);
    if (row.dataset.state !== state || (row.dataset.waiting === "yes") !== isWaiting) {
      row.dataset.state = state;
      row.dataset.waiting = isWaiting ? "yes" : "";
      row.querySelector("[data-words]").textContent = state ? `${WORDS[state]}${isWaiting ? ", pas encore envoyée" : ""}` : "";
    }
  }

  function refresh() {
    if (erased) return;
    const queue = waiting();
    const last = new Map(queue.filter((each) => each.half === half).map((each) => [each.registration, each.action]));
    for (const id of guests.keys()) show(id, last.get(id) ?? known.get(id), last.has(id));
    door.querySelector("[data-here]").textContent = [...guests.values()].filter((row) => row.dataset.state === "present").length;
    sync.textContent = closed ? CLOSED : queue.length ? `– ${queue.length} à envoyer` : "";
    showRefused();
    tidy();
  }

  const isOver = () => Date.now() > Date.parse(ends);
  const unsent = () => waiting().length + refused().length;

  function tidy() {
    if (closed) forget("-known");
    if ((closed || isOver()) && !unsent()) forget(...LISTS);
  }

  // With the page that the worker keeps, where the names are.
  function forget(...lists) {
    for (const list of lists) localStorage.removeItem(`${store}${list}`);
    forgetPage();
  }

  function learn(states) {
    for (const [id, state] of Object.entries(states)) known.set(id, state);
    save("-known", { half, states });
  }

  // True once nothing more can be done for these notes now; false when some are refused, nobody knows which.
  async function deliver(notes) {
    const response = await fetch(`${address}?demi-journee=${encodeURIComponent(half)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ notes }),
    });
    closed = [403, 404, 410].includes(response.status);
    if (response.ok) {
      const { states } = await response.json();
      learn(states);
      refuse(notes.filter((note) => !(note.registration in states)), GONE);
      save("", without(waiting(), notes));
    } else if (response.status === 400 || response.status === 409) {
      if (notes.length > 1) return false;
      refuse(notes, (await response.json()).error);
    }
    return true;
  }

  async function send() {
    const queue = waiting();
    if (sending || !queue.length) return;
    sending = true;
    try {
      if (!(await deliver(queue))) for (const note of queue) await deliver([note]);
    } catch {
      // No network: the queue stays, the next try comes by itself.
    } finally {
      sending = false;
      refresh();
    }
  }

  // A note that the server does not take waits for a person: they try again, or drop it.
  function refuse(notes, reason) {
    if (notes.length) save("-refused", [...refused(), ...notes.map((note) => ({ note, reason }))]);
    save("", without(waiting(), notes));
  }

  function showRefused() {
    const list = refused();
    const box = door.querySelector("[data-refused]");
    // Said once, not at each try.
    if (box.dataset.shown === JSON.stringify(list)) return;
    box.dataset.shown = JSON.stringify(list);
    box.hidden = !list.length;
    box.querySelector("ul").replaceChildren(...list.map(refusedLine));
  }

  function refusedLine(each) {
    const { note, reason } = each;
    const line = door.querySelector("[data-refusal]").content.cloneNode(true).firstElementChild;
    const who = guests.get(note.registration)?.querySelector(".guest-name").textContent ?? "Une personne";
    const hour = new Date(note.at).toLocaleTimeString("fr-FR", { hour: "numeric", minute: "2-digit" }).replace(":", " h ");
    line.querySelector("[data-what]").textContent = `${who} : ${WORDS[note.action].toLowerCase()} à ${hour}. ${reason}`;
    const decide = (name, then) =>
      line.querySelector(name).addEventListener("click", () => {
        save("-refused", without(refused(), [each]));
        then();
        refresh();
      });
    decide("[data-again]", () => {
      save("", [...waiting(), note]);
      send();
    });
    decide("[data-drop]", () => {});
    return line;
  }

  function note(registration, action) {
    save("", [...waiting(), { registration, action, half, at: new Date().toISOString() }]);
    refresh();
    send();
  }

  door.addEventListener("submit", (event) => {
    const [registration, action] = (event.submitter?.value || "").split(":");
    if (!action) return;
    event.preventDefault();
    note(registration, action);
  });

  const eraser = door.querySelector("[data-erase]");
  eraser.hidden = false;
  eraser.addEventListener("click", () => {
    const lost = unsent();
    if (lost && !confirm(`Notes qui ne sont pas parties\u00a0: ${lost}. Les effacer aussi\u202f?`)) return;
    clearInterval(trying);
    erased = true;
    forget(...LISTS);
    door.querySelector("[data-camera]").srcObject?.getTracks().forEach((track) => track.stop());
    door.replaceChildren(door.querySelector("[data-erased]").content);
    door.firstElementChild.focus();
  });

  const tools = door.querySelector("[data-tools]");
  tools.hidden = false;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const search = door.querySelector("[data-search]");
  search.addEventListener("input", () => {
    const wanted = plain(search.value.trim());
    for (const [id, row] of guests) row.hidden = !(plain(row.textContent).includes(wanted) || id.startsWith(wanted));
  });

  scanner(door, (id) => {
    if (guests.has(id)) note(id, "present");
    else sync.textContent = "– ce code n’est pas celui d’une inscription à cette séance";
  });
  window.addEventListener("online", send);
  const trying = setInterval(() => send().then(refresh), RETRY);
  const told = saved("-known", {});
  if (!navigator.onLine && told.half === half) learn(told.states);
  door.querySelector("[data-kept]").hidden = navigator.onLine;
  refresh();
  send();
  if (!isOver()) keepPage(door);
}

// What a link that opens nothing any more may have left: notes not sent wait for a new one, unless the desk is over.
function forgetDesks(over) {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("door-"))) {
    const isEmpty = localStorage.getItem(key) === "[]";
    const isOfIt = over ? key.startsWith(over) : key.endsWith("-known");
    if (isEmpty || isOfIt) localStorage.removeItem(key);
  }
}

async function forgetPage() {
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.active?.postMessage("forget");
}

// So that the page opens again without a network: a telephone short of memory closes it by itself.
async function keepPage(door) {
  if (!("serviceWorker" in navigator) || !navigator.onLine) return;
  try {
    await navigator.serviceWorker.register(door.dataset.worker);
    const { active } = await navigator.serviceWorker.ready;
    const halves = [...document.querySelectorAll(".views a")].map((link) => link.href);
    const files = performance.getEntriesByType("resource").map((entry) => entry.name);
    active.postMessage([location.href, location.pathname, ...halves, ...files]);
  } catch {
    // This browser keeps nothing: the page works as long as it stays open.
  }
}

// Where the browser can read QR codes by itself; elsewhere the list and its search do as well.
async function scanner(door, found) {
  const button = door.querySelector("[data-scan]");
  const video = door.querySelector("[data-camera]");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    await video.play();
    let last = "";
    const look = async () => {
      const [code] = await detector.detect(video);
      const id = code ? registrationOf(code.rawValue) : "";
      if (id && id !== last) found((last = id));
      if (!video.paused) setTimeout(look, 300);
    };
    look();
  });
}

// The code is the address of a signed token; its first part says, in the open, which registration it is.
function registrationOf(address) {
  try {
    const payload = address.split("/presence/")[1].split(":")[0];
    return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")))[0];
  } catch {
    return "";
  }
}
