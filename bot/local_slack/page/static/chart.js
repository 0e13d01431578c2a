// Charts as SVG, drawn by hand: bar, line, area and pie. Every point has its words; colours are classes.

import { el } from "/static/dom.js";

const SPACE = "http://www.w3.org/2000/svg";
const HIGH = 220, NARROWEST = 200, LEFT = 44, RIGHT = 8, TOP = 10, BOTTOM = 34;

let WIDE = 640; // of the picture that is drawn now: as wide as its place, with fewer names below it where that is narrow

function shape(tag, attributes, ...children) {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const said = (number) => number.toLocaleString("en-US");
const tip = (words) => shape("title", {}, words);
const colour = (position) => `hue-${position % 12}`;

// Round numbers for the axis: 1, 2 or 5 and noughts, about four of them.
function ticks(low, high) {
  const rough = (high - low) / 4 || 1;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const wanted = [1, 2, 5, 10].map((one) => one * unit).find((one) => one >= rough);
  const whole = high - low >= 3 ? Math.max(1, wanted) : wanted;
  const first = Math.floor(low / whole);
  return Array.from({ length: Math.ceil(high / whole - 1e-9) - first + 1 }, (_, step) => (first + step) * whole);
}

// A name that is too long for its place goes on two lines, broken at the space nearest its middle.
function broken(name) {
  const middle = name.length / 2;
  const at = [...name.matchAll(/ /g)].map((space) => space.index).sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))[0];
  return at === undefined ? [name] : [name.slice(0, at + 1), name.slice(at + 1)];
}

const widest = (names) => Math.max(...names.flat().map((one) => one.trim().length));

function axes(categories, marks, y, x) {
  const lines = marks.map((mark) => shape("g", {},
    shape("line", { class: mark ? "grid" : "base", x1: LEFT, x2: WIDE - RIGHT, y1: y(mark), y2: y(mark) }),
    shape("text", { x: LEFT - 6, y: y(mark) + 4, "text-anchor": "end" }, said(+mark.toPrecision(12)))));
  const every = (names) => Math.max(1, Math.ceil((categories.length * (widest(names) * 6.6 + 4)) / (WIDE - LEFT - RIGHT)));
  const whole = categories.map((name) => [name]);
  const written = every(whole) > 1 ? categories.map(broken) : whole;
  const step = every(written), last = categories.length - 1;
  let free = Infinity; // from the right, so that the newest day has its name; none runs into the next
  const names = written.map((parts, position) => ({ parts, position })).reverse().map(({ parts, position }) => {
    if ((last - position) % step) return null;
    const half = widest([parts]) * 3.3, ends = x(position) + half > WIDE - RIGHT; // within the picture, however long
    const at = ends ? WIDE - RIGHT : x(position), right = ends ? at : at + half;
    if (right + 4 > free) return null;
    free = right - 2 * half;
    return shape("text", { y: HIGH - BOTTOM + 15, "text-anchor": ends ? "end" : "middle" },
      ...parts.map((part, line) => shape("tspan", { x: at, dy: line ? 13 : 0 }, part)));
  }).reverse();
  return [...lines, ...names.filter(Boolean)];
}

function bars(series, categories, value, x, y, step) {
  const wide = (step * 0.72) / series.length;
  return series.map((one, number) => shape("g", { class: colour(number) }, ...categories.map((name, position) => {
    const from = y(Math.max(0, value(one, name))), to = y(Math.min(0, value(one, name)));
    return shape("rect", { x: x(position) - step * 0.36 + number * wide, y: from, width: Math.max(1, wide - 1), height: Math.max(to - from, 0), rx: 2 },
      tip(`${name}, ${one.name}: ${said(value(one, name))}`));
  })));
}

function lines(series, categories, value, x, y, filled) {
  return series.map((one, number) => {
    const points = categories.map((name, position) => [x(position), y(value(one, name))]);
    const path = points.map((point) => point.join(" ")).join(" L ");
    const area = `M ${points[0][0]} ${y(0)} L ${path} L ${points.at(-1)[0]} ${y(0)} Z`;
    return shape("g", { class: colour(number) }, ...(filled ? [shape("path", { class: "area", d: area })] : []),
      shape("path", { class: "stroke-line", d: `M ${path}` }),
      ...points.map(([cx, cy], position) => shape("circle", { cx, cy, r: 3.5 },
        tip(`${categories[position]}, ${one.name}: ${said(value(one, categories[position]))}`))));
  });
}

function byAxis(chart) {
  const { categories } = chart.axis_config;
  const value = (one, name) => one.data.find((point) => point.label === name).value;
  const all = chart.series.flatMap((one) => one.data.map((point) => point.value));
  const marks = ticks(Math.min(0, ...all), Math.max(0, ...all) || 1);
  const step = (WIDE - LEFT - RIGHT) / categories.length;
  const x = (position) => LEFT + step * (position + 0.5);
  const y = (number) => TOP + ((marks.at(-1) - number) / (marks.at(-1) - marks[0])) * (HIGH - TOP - BOTTOM);
  const drawn = chart.type === "bar" ? bars(chart.series, categories, value, x, y, step)
    : lines(chart.series, categories, value, x, y, chart.type === "area");
  return [...axes(categories, marks, y, x), ...drawn];
}

function pie({ segments }) {
  const total = segments.reduce((sum, one) => sum + one.value, 0);
  const middle = HIGH / 2, size = middle - 8;
  const at = (share) => [WIDE / 2 + size * Math.sin(share * 2 * Math.PI), middle - size * Math.cos(share * 2 * Math.PI)];
  let before = 0;
  return segments.map((one, number) => {
    const share = one.value / total, from = at(before);
    before += share;
    const words = tip(`${one.label}: ${said(one.value)} (${Math.round(share * 100)} %)`);
    if (segments.length === 1) return shape("circle", { class: colour(0), cx: WIDE / 2, cy: middle, r: size }, words);
    const d = `M ${WIDE / 2} ${middle} L ${from.join(" ")} A ${size} ${size} 0 ${share > 0.5 ? 1 : 0} 1 ${at(before).join(" ")} Z`;
    return shape("path", { class: `${colour(number)} slice`, d }, words);
  });
}

// The numbers themselves, for those who do not see the picture.
function spoken(chart) {
  if (chart.type === "pie") return chart.segments.map((one) => `${one.label}: ${said(one.value)}`).join("; ");
  return chart.series.map((one) => `${one.name}: ${one.data.map((point) => `${point.label} ${said(point.value)}`).join(", ")}`).join(". ");
}

export function chart({ title, chart: drawn }) {
  const names = drawn.type === "pie" ? drawn.segments.map((one) => one.label) : drawn.series.map((one) => one.name);
  const { x_label: across, y_label: up } = drawn.axis_config ?? {};
  const frame = el("div", { class: "chart-frame", tabindex: "0", role: "group", "aria-label": title });
  let last = 0;
  const draw = (wide) => {
    WIDE = last = wide;
    frame.replaceChildren(shape("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": `${title}. ${spoken(drawn)}`, class: "chart-picture" },
      ...(drawn.type === "pie" ? pie(drawn) : byAxis(drawn))));
  };
  draw(matchMedia("(max-width: 520px)").matches ? 330 : 640); // a guess, so that what is below it stays where it is
  const fitting = (width) => Math.max(NARROWEST, Math.round(width < 400 ? width * 1.2 : width)); // smaller letters, more of them
  new ResizeObserver(([place]) => {
    const wide = fitting(place.contentRect.width);
    if (place.contentRect.width && Math.abs(wide - last) > 40) draw(wide);
  }).observe(frame);
  const legend = el("ul", { class: "legend" }, ...names.map((name, number) => el("li", { class: colour(number) }, name)));
  return el("figure", { class: "chart" }, el("figcaption", {}, title), up ? el("small", {}, up) : null,
    frame, across ? el("small", { class: "across" }, across) : null, legend);
}
