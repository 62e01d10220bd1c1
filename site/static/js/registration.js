// Hides the questions of the registration form that do not concern the person. Without this script they are all shown,
// each with a sentence that says whom it is for, and the server forgets the answers to those that were not asked.
const forms = document.querySelectorAll("form.registration");

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

function answers(form, name) {
  return [...form.elements]
    .filter((field) => field.name === name)
    .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .map((field) => folded(field.type === "checkbox" && field.value === "on" ? "oui" : field.value));
}

function show(form) {
  for (const question of form.querySelectorAll("[data-shown-if]")) {
    const wanted = folded(question.dataset.shownIfAnswer);
    question.hidden = !answers(form, question.dataset.shownIf).includes(wanted);
  }
}

for (const form of forms) {
  form.addEventListener("change", () => show(form));
  show(form);
}
