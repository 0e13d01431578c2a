// The only place that makes elements. Text always goes in as text, never as HTML.

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && typeof value === "boolean") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export function svg(path, label) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  drawn.setAttribute("viewBox", "0 0 16 16");
  drawn.setAttribute("class", "drawn");
  drawn.setAttribute(label ? "role" : "aria-hidden", label ? "img" : "true");
  if (label) drawn.setAttribute("aria-label", label);
  for (const [d, colour] of path) {
    const line = document.createElementNS(space, "path");
    line.setAttribute("d", d);
    line.setAttribute("class", colour);
    drawn.append(line);
  }
  return drawn;
}

export const byId = (id) => document.getElementById(id);

// Replace the children only when what they show has changed, so that focus and open menus stay.
export function refill(place, key, build) {
  const shown = JSON.stringify(key);
  if (place.dataset.shown === shown) return false;
  place.dataset.shown = shown;
  place.replaceChildren(...[build()].flat().filter(Boolean));
  return true;
}
