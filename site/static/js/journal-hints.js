// Brings the remarks on the latest draft into the panel « Aide à l’écriture »: when it opens, on demand, and after each
// automatic save. Without it, the link of the panel opens the same remarks as a page.

window.wagtail.app.register(
  "journal-hints",
  class extends window.StimulusModule.Controller {
    static targets = ["remarks"];

    static values = { url: String };

    connect() {
      this.load();
    }

    async load(event) {
      if (event?.type === "click") event.preventDefault();
      if (!this.urlValue) return;
      const answer = await fetch(`${this.urlValue}?fragment=1`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (answer.ok) this.remarksTarget.innerHTML = await answer.text();
    }
  },
);
