// Refreshes the progress of a mailing while it leaves. Without this module the page says the same when it is reloaded.
const EVERY = 3000;

function follow(region) {
  const refresh = async () => {
    if (document.hidden) return setTimeout(refresh, EVERY);
    try {
      const answer = await fetch(region.dataset.outboxProgress, { headers: { Accept: "text/html" } });
      if (answer.ok) {
        region.innerHTML = await answer.text();
        if (answer.headers.get("X-Moving") !== "1") return undefined;
      }
    } catch {
      // The server is away for a moment: the next try says more.
    }
    return setTimeout(refresh, EVERY);
  };
  setTimeout(refresh, EVERY);
}

document.querySelectorAll("[data-outbox-progress]").forEach(follow);
