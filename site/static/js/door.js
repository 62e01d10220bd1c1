// The welcome desk without a network: what is noted waits in this device, in order, and leaves when the network is
// back. The server takes the same notes as often as they come, so nothing has to be remembered but what was not sent.
const RETRY = 15_000;
const WORDS = { present: "Présence notée", left: "Départ noté", absent: "Absence notée" };

const root = document.querySelector("[data-door]");
if (root) open(root);

function open(door) {
  const { notes: address, half, store } = door.dataset;
  const guests = new Map([...door.querySelectorAll("[data-guest]")].map((row) => [row.dataset.guest, row]));
  const sync = door.querySelector("[data-sync]");
  let sending = false;
  let refused = "";

  const waiting = () => JSON.parse(localStorage.getItem(store) || "[]");
  const keep = (notes) => localStorage.setItem(store, JSON.stringify(notes));

  function show(id, state, isWaiting) {
    const row = guests.get(id);
    if (!row) return;
    if (row.dataset.state !== state || (row.dataset.waiting === "yes") !== isWaiting) {
      row.dataset.state = state;
      row.dataset.waiting = isWaiting ? "yes" : "";
      row.querySelector("[data-words]").textContent = state ? `${WORDS[state]}${isWaiting ? ", pas encore envoyée" : ""}` : "";
    }
  }

  function refresh() {
    const queue = waiting();
    for (const note of queue.filter((each) => each.half === half)) show(note.registration, note.action, true);
    door.querySelector("[data-here]").textContent = [...guests.values()].filter((row) => row.dataset.state === "present").length;
    sync.textContent = refused || (queue.length ? `– ${queue.length} à envoyer` : "");
  }

  async function send() {
    const queue = waiting();
    if (sending || !queue.length) return;
    sending = true;
    try {
      const response = await fetch(`${address}?demi-journee=${encodeURIComponent(half)}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ notes: queue }),
      });
      refused = "";
      if (response.ok) {
        const sent = new Set(queue.map((note) => JSON.stringify(note)));
        keep(waiting().filter((note) => !sent.has(JSON.stringify(note))));
        const { states } = await response.json();
        for (const [id, state] of Object.entries(states)) show(id, state, false);
      } else if (response.status === 400 || response.status === 409) {
        refused = "– l’envoi est refusé : rechargez la page";
      }
    } catch {
      // No network: the queue stays, the next try comes by itself.
    } finally {
      sending = false;
      refresh();
    }
  }

  function note(registration, action) {
    keep([...waiting(), { registration, action, half, at: new Date().toISOString() }]);
    refresh();
    send();
  }

  door.addEventListener("submit", (event) => {
    const [registration, action] = (event.submitter?.value || "").split(":");
    if (!action) return;
    event.preventDefault();
    note(registration, action);
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
  setInterval(send, RETRY);
  refresh();
  send();
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
