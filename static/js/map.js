// Draws the maps of a page. Leaflet is loaded when a map comes near the screen: who only reads the
// list beside it never downloads it. Nothing is asked of another host unless tiles are configured.
"use strict";

(() => {
  let leaflet;

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

  // Text goes in as text: a title with "<" in it must not become markup.
  function popupContent(marker) {
    const content = document.createElement("div");
    const title = document.createElement(marker.url ? "a" : "strong");
    title.textContent = marker.title;
    if (marker.url) title.href = marker.url;
    content.append(title);
    if (marker.text) {
      const text = document.createElement("p");
      text.textContent = marker.text;
      content.append(text);
    }
    return content;
  }

  function addMarker(L, map, data) {
    const icon = L.divIcon({ className: "map-marker", iconSize: [28, 34], iconAnchor: [14, 32], popupAnchor: [0, -28] });
    const marker = L.marker([data.latitude, data.longitude], { icon, keyboard: true, title: data.title });
    marker.bindPopup(popupContent(data), { maxWidth: 260 }).addTo(map);
    const element = marker.getElement();
    element.setAttribute("aria-label", data.title);
    element.setAttribute("aria-haspopup", "dialog");
    return marker;
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

  function look(L, map, data, boundary) {
    const points = data.markers.map((m) => [m.latitude, m.longitude]);
    if (data.centre) {
      map.setView([data.centre[0], data.centre[1]], data.centre[2]);
      return;
    }
    const bounds = L.latLngBounds(points);
    if (boundary) bounds.extend(boundary.getBounds());
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [30, 30], maxZoom: 15 });
    else map.setView([16, 106], 5);
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

  function draw(L, container) {
    const canvas = container.querySelector(".map-canvas");
    const data = JSON.parse(container.querySelector("script[type='application/json']").textContent);
    canvas.hidden = false;
    const map = L.map(canvas, {
      zoomControl: false,
      scrollWheelZoom: false, // The wheel and one finger scroll the page.
      dragging: !L.Browser.mobile,
      maxZoom: 18,
    });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: canvas.dataset.zoomIn, zoomOutTitle: canvas.dataset.zoomOut }).addTo(map);
    if (data.tiles.url) L.tileLayer(data.tiles.url, { attribution: data.tiles.attribution, maxZoom: 18 }).addTo(map);
    look(L, map, data, drawBoundary(L, map, data.boundary));
    data.markers.forEach((marker) => addMarker(L, map, marker));
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
      loadLeaflet(container.dataset).then((L) => draw(L, container)).catch(() => { canvas.hidden = true; });
    }, { rootMargin: "300px" });
    observer.observe(canvas);
  }

  document.querySelectorAll("[data-map]").forEach(prepare);
})();
