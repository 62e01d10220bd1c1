// Works out the proof asked by the form (see people/humans/altcha.py): the number whose SHA-256, after the salt, is the
// challenge. In small slices, so that the page stays alive; the answer goes into the hidden field `altcha`.

const SLICE = 400;

async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function solve({ salt, challenge, maxnumber }) {
  for (let start = 0; start <= Number(maxnumber); start += SLICE) {
    const numbers = Array.from({ length: SLICE }, (_, index) => start + index);
    const digests = await Promise.all(numbers.map((number) => digest(salt + number)));
    const found = digests.indexOf(challenge);
    if (found >= 0) return numbers[found];
  }
  return null;
}

async function answer(note) {
  const { salt, challenge, signature } = note.dataset;
  const number = await solve(note.dataset);
  const field = note.closest("form").querySelector("[name=altcha]");
  if (number === null || !field) return;
  field.value = btoa(JSON.stringify({ algorithm: "SHA-256", challenge, number, salt, signature }));
  note.textContent = "Vérification faite.";
}

for (const note of document.querySelectorAll("[data-altcha]")) answer(note);
