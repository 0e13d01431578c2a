// Colours: as the system, light or dark; remembered in this browser.

import { byId } from "/static/dom.js";
import { icon } from "/static/icons.js";

const NEXT = { auto: "light", light: "dark", dark: "auto" };
const SIGN = { auto: "system", light: "light", dark: "dark" };
const NAME = { auto: "as the system", light: "light", dark: "dark" };

export function theme() {
  let current = localStorage.getItem("local-slack-theme") ?? "auto";
  const show = () => {
    if (current === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = current;
    byId("theme").replaceChildren(icon(SIGN[current]));
    byId("theme").setAttribute("aria-label", `Colours: ${NAME[current]}. Change`);
  };
  byId("theme").addEventListener("click", () => {
    current = NEXT[current];
    localStorage.setItem("local-slack-theme", current);
    show();
  });
  show();
}
