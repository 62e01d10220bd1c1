// Shows, in the editor of an article, where a block comes from. The hidden field holds the provenance as JSON with the
// words that tell it; a block without one lets the editor choose among the outputs of the latest workshops.

window.wagtail.app.register(
  "journal-provenance",
  class extends window.StimulusModule.Controller {
    static targets = ["value", "words", "choice"];

    static values = { none: String };

    connect() {
      this.show();
    }

    choose() {
      if (!this.choiceTarget.value) return;
      this.valueTarget.value = this.choiceTarget.value;
      this.valueTarget.dispatchEvent(new Event("change", { bubbles: true }));
      this.show();
    }

    show() {
      let provenance = null;
      try {
        provenance = JSON.parse(this.valueTarget.value);
      } catch {
        // Empty: the block has no source yet.
      }
      this.wordsTarget.textContent = provenance ? provenance.words || provenance.uuid : this.noneValue;
      this.choiceTarget.hidden = Boolean(provenance);
    }
  },
);
