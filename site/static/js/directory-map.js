// Makes the map of the directory move. Without it, the same outlines are drawn by the page and lead to the same sheets.
// The ground of the map comes from another host: only after a click.

const atlas = document.querySelector("[data-atlas]");

function style(feature) {
  const { chosen } = feature.properties;
  return { className: chosen ? "atlas-place is-chosen" : "atlas-place", weight: chosen ? 3 : 1.5 };
}

function label({ name, count }) {
  return `${name} : ${count} ${count > 1 ? "fiches" : "fiche"}`;
}

function groundButton(map, tiles) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-secondary";
  button.textContent = "Afficher le fond de carte d’OpenStreetMap";
  const words = document.createElement("p");
  words.className = "meta";
  words.textContent = "Il est chargé depuis leurs serveurs, qui verront votre adresse IP.";
  button.addEventListener("click", () => {
    const attribution = atlas.querySelector("[data-credit]").innerHTML;
    window.L.tileLayer(tiles, { maxZoom: 18, attribution, referrerPolicy: "origin" }).addTo(map);
    button.remove();
    words.remove();
  });
  return [button, words];
}

function addCount(map, { centre, count, url, name }) {
  const icon = window.L.divIcon({ className: "atlas-pin", html: String(count), iconSize: [32, 32] });
  const [longitude, latitude] = centre;
  const marker = window.L.marker([latitude, longitude], { icon, alt: label({ name, count }), title: label({ name, count }) });
  marker.on("click", () => window.location.assign(url));
  marker.addTo(map);
}

async function enhance() {
  const answer = await fetch(atlas.dataset.atlas);
  if (!answer.ok) return;
  const places = await answer.json();
  const holder = document.createElement("div");
  holder.className = "atlas-map";
  holder.setAttribute("role", "region");
  holder.setAttribute("aria-label", "Carte des fiches");
  atlas.querySelector(".atlas-drawing").replaceWith(holder);
  const map = window.L.map(holder, { scrollWheelZoom: false, zoomSnap: 0.25 });
  map.attributionControl.setPrefix("Leaflet");
  map.zoomControl.setPosition("topright");
  const outlines = window.L.geoJSON(places, {
    style,
    onEachFeature(feature, layer) {
      layer.bindTooltip(label(feature.properties), { sticky: true });
      layer.on("click", () => window.location.assign(feature.properties.url));
    },
  }).addTo(map);
  map.fitBounds(outlines.getBounds(), { padding: [12, 12] });
  places.features.filter((one) => one.properties.leaf).forEach((one) => addCount(map, one.properties));
  atlas.append(...groundButton(map, atlas.dataset.tiles));
}

if (atlas && window.L) enhance();
