// Draws the maps of a page. Leaflet is loaded when a map comes near the screen: who only reads the
// list beside it never downloads it. Nothing is asked of another host unless tiles are configured.
"use strict";

(() => {
  const NOTHING = { boundary: null, drawing: null };
  const ROOM = 40; // Pixels between two points, so that each can be hit with a finger.
  let leaflet;
  let ground;

  function addStylesheet(href) {
    return new Promise((resolve, reject) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = href;
      link.onload = resolve;
      link.onerror = reject;
      document.head.append(link);
    });
  }

  function addScript(src) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = src;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function loadLeaflet({ leaflet: script, leafletCss, mapCss }) {
    leaflet ??= addStylesheet(leafletCss)
      .then(() => Promise.all([addStylesheet(mapCss), addScript(script)]))
      .then(() => window.L);
    return leaflet;
  }

  // One for all maps of the page. Points without it are better than no map.
  function loadGround({ ground: address }) {
    ground ??= fetch(address).then((answer) => (answer.ok ? answer.json() : NOTHING)).catch(() => NOTHING);
    return ground;
  }

  // The page holds what is shown of each place, in the order of the points.
  function popupContent(places) {
    const content = document.createElement("div");
    if (places.length > 1) content.className = "map-popup-many";
    for (const place of places) content.append(document.importNode(place.popup.content, true));
    return content;
  }

  // Beside the zoom buttons, never below them, and whole within the canvas.
  function popupOptions(L, canvas) {
    const gap = 10;
    const beside = canvas.querySelector(".leaflet-control-zoom").offsetWidth + 2 * gap;
    const width = Math.max(Math.min(260, canvas.clientWidth - beside - 5 * gap), 120);
    return {
      minWidth: width,
      maxWidth: width,
      maxHeight: canvas.clientHeight - 7 * gap,
      autoPanPaddingTopLeft: L.point(beside, gap),
      autoPanPaddingBottomRight: L.point(gap, gap),
    };
  }

  // Places whose points would cover each other at this zoom share one point.
  function groups(map, places) {
    const found = [];
    for (const place of places) {
      const at = map.latLngToLayerPoint([place.latitude, place.longitude]);
      const near = found.find((g) => Math.abs(g.at.x - at.x) < ROOM && Math.abs(g.at.y - at.y) < ROOM);
      if (near) near.places.push(place);
      else found.push({ at, places: [place] });
    }
    return found.map((group) => group.places);
  }

  function addPoint(L, layer, places, options) {
    const names = places.map((place) => place.title).join(", ");
    const many = places.length > 1;
    const icon = L.divIcon({
      className: many ? "map-marker map-marker-many" : "map-marker",
      html: many ? `<span>${places.length}</span>` : "",
      iconSize: [28, 34],
      iconAnchor: [14, 32],
      popupAnchor: [0, -28],
    });
    const marker = L.marker([places[0].latitude, places[0].longitude], { icon, keyboard: true, title: names });
    marker.bindPopup(popupContent(places), options).addTo(layer);
    const element = marker.getElement();
    element.setAttribute("aria-label", names);
    element.setAttribute("aria-haspopup", "dialog");
  }

  function addPoints(L, map, places) {
    const layer = L.layerGroup().addTo(map);
    const draw = () => {
      layer.clearLayers();
      const options = popupOptions(L, map.getContainer());
      groups(map, places).forEach((group) => addPoint(L, layer, group, options));
    };
    draw();
    map.on("zoomend", draw);
  }

  // A keyboard user who opens a popup must land in it, and come back to the point on closing.
  function followFocus(map, canvas) {
    let opener = null;
    map.on("popupopen", ({ popup }) => {
      const close = popup.getElement().querySelector(".leaflet-popup-close-button");
      if (close) close.setAttribute("aria-label", canvas.dataset.close);
      opener = canvas.contains(document.activeElement) ? document.activeElement : null;
      if (opener) popup.getElement().querySelector("a")?.focus({ preventScroll: true });
    });
    map.on("popupclose", () => {
      if (opener) opener.focus({ preventScroll: true });
      opener = null;
    });
    canvas.addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
  }

  function look(L, map, data, boundary, drawing) {
    const points = data.markers.map((m) => [m.latitude, m.longitude]);
    if (data.centre) {
      map.setView([data.centre[0], data.centre[1]], data.centre[2]);
      return;
    }
    const bounds = L.latLngBounds(points);
    // A drawing says where the points are; without it the whole boundary has to.
    if (boundary && !(drawing && points.length)) bounds.extend(boundary.getBounds());
    // One point alone says more with the villages around it.
    const maxZoom = points.length > 1 ? 15 : 14;
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [40, 40], maxZoom });
    else map.setView([16, 106], 5);
  }

  // Villages, roads and waters below the points; the look of each kind is in map.css.
  function drawDrawing(L, map, drawing) {
    if (!drawing) return;
    const classOf = ({ properties }) => `map-ground map-${properties.kind}`;
    L.geoJSON(drawing, {
      interactive: false,
      style: (feature) => ({ className: classOf(feature) }),
      pointToLayer: (feature, at) => L.circleMarker(at, {
        className: classOf(feature), interactive: false, radius: feature.properties.kind === "settlement" ? 4 : 3,
      }),
      onEachFeature: ({ properties, geometry }, layer) => {
        if (!properties.name) return;
        const name = document.createElement("span");
        name.textContent = properties.name;
        const direction = geometry.type === "Point" ? "bottom" : "center";
        layer.bindTooltip(name, { permanent: true, direction, className: `map-name map-name-${properties.kind}` });
      },
    }).addTo(map);
    if (drawing.attribution) {
      const line = document.createElement("span");
      line.textContent = drawing.attribution;
      map.attributionControl.addAttribution(line.outerHTML);
    }
  }

  function drawBoundary(L, map, geometry) {
    if (!geometry) return null;
    try {
      const layer = L.geoJSON(geometry, { interactive: false, style: { className: "map-boundary" } });
      return layer.getBounds().isValid() ? layer.addTo(map) : null;
    } catch {
      return null; // A wrong boundary must not cost the visitor the points.
    }
  }

  function draw(L, container, { boundary: geometry, drawing }) {
    const canvas = container.querySelector(".map-canvas");
    const data = JSON.parse(container.querySelector("script[type='application/json']").textContent);
    const popups = container.querySelectorAll("template");
    data.markers.forEach((marker, index) => { marker.popup = popups[index]; });
    canvas.hidden = false;
    const map = L.map(canvas, {
      zoomControl: false,
      scrollWheelZoom: false, // The wheel and one finger scroll the page.
      dragging: !L.Browser.mobile,
      maxZoom: 18,
      zoomSnap: data.tiles.url ? 1 : 0.25, // Drawn by us, the boundary can fill its frame.
    });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: canvas.dataset.zoomIn, zoomOutTitle: canvas.dataset.zoomOut }).addTo(map);
    if (data.tiles.url) L.tileLayer(data.tiles.url, { attribution: data.tiles.attribution, maxZoom: 18 }).addTo(map);
    const boundary = data.with_boundary ? drawBoundary(L, map, geometry) : null;
    look(L, map, data, boundary, drawing);
    drawDrawing(L, map, drawing);
    boundary?.bringToFront();
    addPoints(L, map, data.markers);
    followFocus(map, canvas);
  }

  function prepare(container) {
    if (container.dataset.ready) return;
    container.dataset.ready = "yes";
    const canvas = container.querySelector(".map-canvas");
    // Takes its room at once, so that nothing jumps when the map arrives.
    canvas.hidden = false;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      Promise.all([loadLeaflet(container.dataset), loadGround(container.dataset)])
        .then(([L, found]) => draw(L, container, found))
        .catch(() => { canvas.hidden = true; });
    }, { rootMargin: "300px" });
    observer.observe(canvas);
  }

  document.querySelectorAll("[data-map]").forEach(prepare);
})();
