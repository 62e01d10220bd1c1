// The telephone in the room, on a weak network: what is said waits in this device under an identifier made here, and
// leaves when the network is back. The server writes each identifier once, so nothing has to be remembered but what
// it has not confirmed.
const RETRY = 8_000;

const root = document.querySelector("[data-room]");
if (root) open(root);

function open(room) {
  const { queue: address, store } = room.dataset;
  const cardForm = room.querySelector("[data-card-form]");
  const itemForm = room.querySelector("[data-item-form]");
  const said = room.querySelector("[data-said]");
  const sync = room.querySelector("[data-sync]");
  const fresh = () => ({ items: [], said: [], card: null, owner: "", name: "" });
  let sending = false;

  change((state) => (state.owner ||= room.dataset.card));

  function read() {
    try {
      return { ...fresh(), ...JSON.parse(localStorage.getItem(store)) };
    } catch {
      return fresh();
    }
  }

  // Two tabs of one telephone share what is kept: each reads it again before it changes it, and drops nothing of the
  // other's. Both may send the same thing, which the server writes once.
  function change(how) {
    const state = read();
    how(state);
    localStorage.setItem(store, JSON.stringify(state));
  }

  function refresh(words = "") {
    const state = read();
    const waiting = state.items.length + (state.card ? 1 : 0);
    sync.textContent = words || (waiting ? `${waiting} à envoyer : tout part dès que le réseau le permet.` : "");
    said.hidden = !state.said.length;
    said.replaceChildren(
      ...state.said.map(({ id, label, text }) => {
        const line = document.createElement("li");
        const isWaiting = state.items.some((item) => item.id === id);
        line.textContent = `${label} : ${text}${isWaiting ? " (pas encore envoyé)" : ""}`;
        return line;
      }),
    );
    const made = room.querySelector("[data-card-made]");
    if (state.name) {
      made.hidden = false;
      made.textContent = `Carte faite : ${state.name}.`;
    }
  }

  async function send() {
    const { card, owner, items } = read();
    if (sending || !(items.length || card)) return;
    sending = true;
    let words = "";
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ card, owner, items: items.slice(0, 100) }),
      });
      const answer = await response.json();
      if (response.ok) {
        const over = new Set([...answer.done, ...Object.keys(answer.refused)]);
        change((state) => {
          state.items = state.items.filter((item) => !over.has(item.id));
          if (JSON.stringify(state.card) === JSON.stringify(card)) state.card = null;
        });
        words = Object.values(answer.refused).join(" ");
      } else {
        words = answer.error;
      }
    } catch {
      // No network: the queue stays, the next try comes by itself.
    } finally {
      sending = false;
      refresh(words);
    }
  }

  itemForm.addEventListener("submit", (event) => {
    const { kind, text } = Object.fromEntries(new FormData(itemForm));
    if (!text.trim()) return; // the server says what is missing
    event.preventDefault();
    const item = { id: newId(), kind, text: text.trim() };
    change((state) => {
      state.items.push(item);
      state.said.unshift({ id: item.id, label: itemForm.elements.kind.selectedOptions[0].text, text: item.text });
    });
    itemForm.elements.text.value = "";
    itemForm.elements.text.focus();
    refresh();
    send();
  });

  cardForm.addEventListener("submit", (event) => {
    const values = Object.fromEntries(new FormData(cardForm));
    if (!values.given_name.trim()) return;
    event.preventDefault();
    delete values.quoi;
    delete values.card;
    change((state) => {
      state.card = { ...values, id: state.owner };
      state.name = `${values.given_name} ${values.family_name}`.trim();
    });
    room.querySelector("[data-card-details]").open = false;
    refresh();
    send();
  });

  window.addEventListener("online", send);
  window.addEventListener("storage", () => refresh());
  setInterval(send, RETRY);
  refresh();
  send();
}

// `crypto.randomUUID` is missing where the page is not served over HTTPS, as in a hall with its own network.
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
