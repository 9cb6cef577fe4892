// The plan map: draws what the server lists, and shows and hides it as the boxes are ticked. Nothing is computed here.
"use strict";
(function () {
  const place = document.getElementById("map");
  const form = document.getElementById("pick");
  if (!place || !window.L) return;

  // A mark for each kind of place, a letter for each layer, a colour and a dash for each mode in turn.
  const KINDS = { plant: "■", park: "⬢", town: "●", station: "▲", port: "⚓", junction: "◆", market: "★", other: "○" };
  const LETTERS = { conflicts: "!", fences: "‖", measures: "+" };
  const COLOURS = ["#46525e", "#b3261e", "#0b7a75", "#6b3fa0", "#b35c00", "#2456b3", "#7a5c00", "#9d2a6b", "#1b6e4b", "#5c3a21", "#00668a", "#8a3ffc", "#4d7c0f", "#be185d"];
  const BUILT = null, PLANNED = "7 7", THERE = 0.9;

  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25, preferCanvas: false });
  L.control.scale({ imperial: false }).addTo(map);
  const boxes = [...form.querySelectorAll("fieldset")];
  const words = (group) => [...form.querySelectorAll(`fieldset[data-group=${group}] input`)].map((box) => box.value);
  const modes = words("mode").sort(), sides = words("side").filter((side) => side !== "other");
  const colour = (mode) => COLOURS[Math.max(0, modes.indexOf(mode)) % COLOURS.length];
  const things = [];

  function line(mode, planned) {
    return { color: colour(mode), weight: planned ? 2.5 : 2, opacity: THERE, dashArray: planned ? PLANNED : BUILT };
  }

  // Links between the same two sites lie beside each other, as flat bows.
  function bow(ends, lane) {
    const [[x, y], [u, v]] = ends, bent = (lane % 2 ? 1 : -1) * Math.ceil(lane / 2) * 0.06;
    return [0, 0.25, 0.5, 0.75, 1].map((t) => {
      const off = bent * 4 * t * (1 - t);
      return [y + (v - y) * t + (u - x) * off, x + (u - x) * t - (v - y) * off];
    });
  }

  function card(said) {
    const box = document.createElement("div"), head = document.createElement("h3"), facts = document.createElement("dl");
    box.className = "card";
    head.textContent = said.title;
    for (const [label, value] of said.facts) {
      const row = document.createElement("div"), what = document.createElement("dt"), how = document.createElement("dd");
      what.textContent = label;
      how.textContent = value;
      row.append(...(label ? [what, how] : [how]));
      facts.append(row);
    }
    const link = document.createElement("a");
    link.href = said.href;
    link.textContent = said.layer === "conflicts" ? said.title : place.dataset.row;
    box.append(head, facts, link);
    return box;
  }

  const stacked = new Map();
  function mark(said, [x, y]) {
    const own = said.layer === "sites", at = `${x.toFixed(4)},${y.toFixed(4)}`;
    const step = own ? 0 : (stacked.get(at) || 0);
    if (!own) stacked.set(at, step + 1);
    const side = sides.indexOf((said.tags.side || [])[0]);
    const icon = L.divIcon({
      className: `mark-on-map ${said.layer} side-${side < 0 ? "other" : side % 4} ${(said.tags.status || [])[0] || ""}`,
      html: own ? KINDS[said.kind || "other"] || KINDS.other : LETTERS[said.layer],
      iconSize: [20, 20],
      iconAnchor: [10 - (step % 4) * 19, 10 + (own ? 0 : 14) + Math.floor(step / 4) * 19],
    });
    return L.marker([y, x], { icon, title: said.title, alt: said.title, zIndexOffset: own ? 0 : 500, riseOnHover: true });
  }

  const lanes = new Map();
  function shapes(feature) {
    const said = feature.properties, shape = feature.geometry;
    if (!shape) return [];
    if (said.layer === "areas") {
      const look = { color: "#9aa5b1", weight: 1.5, fillColor: said.player ? "#fffdf5" : "#f7f9fa", fillOpacity: 1, interactive: false };
      return [L.geoJSON(feature, { style: look })];
    }
    if (shape.type === "LineString") {
      const ends = shape.coordinates, key = ends.map(String).sort().join("|"), lane = lanes.get(key) || 0;
      lanes.set(key, lane + 1);
      const turned = String(ends[0]) > String(ends[1]) ? [ends[1], ends[0]] : ends;
      const points = bow(turned, lane), planned = said.tags.status[0] === "planned";
      const wide = L.polyline(points, { weight: 14, opacity: 0, className: "hit" });  // a finger is wider than a line
      return [L.polyline(points, { ...line(said.tags.mode[0], planned), interactive: false }), wide];
    }
    const points = shape.type === "Point" ? [shape.coordinates] : shape.coordinates;
    return points.map((point) => mark(said, point));
  }

  function picked() {
    return boxes.map((box) => [box.dataset.group, new Set([...box.querySelectorAll("input:checked")].map((one) => one.value))]);
  }

  function show() {
    const groups = picked();
    for (const thing of things) {
      const seen = groups.every(([group, ticked]) => !(thing.tags[group] || []).length || thing.tags[group].some((word) => ticked.has(word)));
      for (const shape of thing.shapes) seen ? shape.addTo(map) : shape.remove();
      if (thing.entry) thing.entry.hidden = !seen;
    }
    names();
  }

  // Names stand beside sites of the players once there is room for them.
  function names() {
    for (const thing of things) {
      if (!thing.label) continue;
      const shape = thing.shapes[0], wanted = map.getZoom() >= 12.5 && map.hasLayer(shape);
      if (wanted && !shape.getTooltip()) shape.bindTooltip(thing.title, { permanent: true, direction: "right", offset: [8, 0], className: "place" });
      if (!wanted && shape.getTooltip()) shape.unbindTooltip();
    }
  }

  function draw(collection) {
    for (const feature of collection.features) {
      const said = feature.properties, made = shapes(feature);
      if (said.layer === "areas") {
        made.forEach((shape) => shape.addTo(map).bringToBack());
        continue;
      }
      const entry = document.getElementById(`${said.layer}-${said.id}`);
      const thing = { layer: said.layer, tags: said.tags, shapes: made, entry, title: said.title, label: said.layer === "sites" && !said.tags.side.includes("other") };
      made.forEach((shape) => shape.bindPopup(() => card(said), { maxWidth: 300 }));
      things.push(thing);
      const button = entry && entry.querySelector(".to-map");
      if (button && made.length) {
        button.hidden = false;
        button.addEventListener("click", () => go(made));
      }
    }
    // It opens where the sides meet; where no link joins them, on their sites; else on everything.
    const over = things.filter((thing) => (thing.layer === "links" || thing.layer === "conflicts") && thing.tags.side.filter((side) => side !== "other").length > 1);
    const bounds = [over, things.filter((thing) => thing.label), things]
      .map((some) => some.flatMap((thing) => thing.shapes).reduce((all, shape) => all.extend(shape.getBounds ? shape.getBounds() : shape.getLatLng()), L.latLngBounds([])))
      .find((one) => one.isValid()) || L.latLngBounds([]);
    bounds.isValid() ? map.fitBounds(bounds.pad(0.1), { animate: false }) : map.setView([27, 109], 6);
    map.on("zoomend", names);
    show();
  }

  function go(made) {
    const shape = made[made.length - 1], at = shape.getLatLng ? shape.getLatLng() : shape.getBounds().getCenter();
    if (!map.hasLayer(shape)) return;
    place.scrollIntoView({ block: "nearest" });
    map.setView(at, Math.max(map.getZoom(), 12), { animate: false });
    shape.openPopup();
  }

  // The legend is drawn where the boxes are: the mark, letter or line that stands on the map.
  function legend() {
    for (const key of form.querySelectorAll(".key")) {
      const { mode, kind, layer, status } = key.dataset;
      if (mode || status) {
        const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), stroke = document.createElementNS(svg.namespaceURI, "path");
        const look = line(mode, status === "planned");
        svg.setAttribute("width", 28);
        svg.setAttribute("height", 10);
        stroke.setAttribute("d", "M0 5h28");
        stroke.setAttribute("stroke", mode ? look.color : "#1f2933");
        stroke.setAttribute("stroke-width", 2.5);
        if (look.dashArray) stroke.setAttribute("stroke-dasharray", look.dashArray);
        svg.append(stroke);
        key.append(svg);
      } else key.textContent = KINDS[kind] || LETTERS[layer] || { links: "—", sites: "●" }[layer] || "";
    }
  }

  form.addEventListener("change", () => {
    show();
    history.replaceState(null, "", `?${new URLSearchParams(new FormData(form))}`);
  });
  for (const button of form.querySelectorAll("button")) button.hidden = true;
  legend();
  fetch(place.dataset.features, { credentials: "same-origin" }).then((answer) => answer.json()).then(draw);
})();
