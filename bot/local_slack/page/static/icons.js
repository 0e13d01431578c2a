// Line icons of the page itself; drawn here, so that they do not depend on the reader's fonts.

import { svg } from "/static/dom.js";

const PATHS = {
  ask: "M6 6a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.6M8 11.6h.01M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z",
  attach: "M8 2.5v11M2.5 8h11",
  channel: "M6 2 4.8 14M11.2 2 10 14M2.8 5.5h11M2.2 10.5h11",
  chevron: "M4 6l4 4 4-4",
  close: "M4 4l8 8M12 4l-8 8",
  dark: "M13 9.6A5.6 5.6 0 1 1 6.4 3a4.6 4.6 0 0 0 6.6 6.6z",
  direct: "M2 3.5h12v8.5H8l-3.5 2.5V12H2z",
  down: "M5 9.5V2.5H12l1.6 5.4a1.2 1.2 0 0 1-1.2 1.6H9.4l.4 3a1.2 1.2 0 0 1-2.2.8L5 9.5H2.5v-7H5",
  home: "M2 8l6-5.5L14 8M4 6.8V13.5h8V6.8M6.8 13.5V10h2.4v3.5",
  flash: "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z",
  light: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1",
  menu: "M2.5 4h11M2.5 8h11M2.5 12h11",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  private: "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  reply: "M2 3h12v8H8.5L5 13.8V11H2zM5 6h6M5 8.4h4",
  system: "M8 2.2a5.8 5.8 0 1 0 0 11.6 5.8 5.8 0 0 0 0-11.6z",
  up: "M5 6.5v7h7l1.6-5.4a1.2 1.2 0 0 0-1.2-1.6H9.4l.4-3a1.2 1.2 0 0 0-2.2-.8L5 6.5H2.5v7H5",
};

const HALF = ["M8 2.2a5.8 5.8 0 0 0 0 11.6z", "half"];

export function icon(name) {
  const lines = [[PATHS[name], name === "more" ? "stroke dots" : "stroke"]];
  return svg(name === "system" ? [...lines, HALF] : lines);
}
