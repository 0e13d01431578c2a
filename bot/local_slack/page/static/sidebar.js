// The sidebar: who is at the screen, the conversations, the demo's clock.

import { avatar } from "/static/avatar.js";
import { full } from "/static/dates.js";
import { byId, el, refill } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { control } from "/static/server.js";
import { HOME, now, person, state } from "/static/state.js";
import { told } from "/static/toasts.js";

const roleTags = (one) => one.roles.map((role) => el("span", { class: "role" }, role));

function card(one) {
  return [avatar(one.id), el("span", { class: "who-words" }, el("strong", {}, one.name), el("small", {}, one.about))];
}

export function showWho(become) {
  refill(byId("who"), state.viewer, () => {
    const current = person();
    const menu = el("details", { class: "people" });
    const choose = (id) => { menu.open = false; become(id); };
    const others = state.setting.people.map((one) =>
      el("li", {}, el("button", { type: "button", class: "who-choice", "aria-current": one.id === current.id ? "true" : undefined, onclick: () => choose(one.id) },
        ...card(one), ...roleTags(one))));
    menu.append(
      el("summary", { class: "who-now", "aria-label": `You are ${current.name}. Be someone else` }, ...card(current), el("span", { class: "chevron", "aria-hidden": "true" }, icon("chevron"))),
      el("ul", { class: "menu-list", "aria-label": "Be someone else" }, ...others));
    menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      menu.firstChild.focus();
    });
    return [el("p", { class: "small-title" }, "You are"), menu];
  });
}

const sign = (place) => (place.private ? "private" : "channel");

export function unread(place) {
  const seen = state.read.get(`${state.viewer} ${place.id}`);
  return seen === undefined ? 0 : place.heard.filter((ts) => ts > seen).length;
}

function entry(label, id, mark, open, count = 0, more = "") {
  return el("li", {}, el("button", { type: "button", class: `place${count ? " unread" : ""}`, "aria-current": state.channel === id ? "page" : undefined, onclick: () => open(id) },
    el("span", { class: "sign", "aria-hidden": "true" }, icon(mark)), el("span", { class: "place-name" }, label), more ? el("span", { class: "place-more" }, more) : null,
    count ? el("span", { class: "badge", "aria-label": `${count} new` }, String(count)) : null));
}

export function showConversations(open) {
  const places = state.screen.conversations;
  const channels = places.filter((place) => !place.direct);
  const direct = places.find((place) => place.direct);
  const counts = places.map(unread);
  const key = [state.viewer, state.channel, counts, places.map(({ id, archived, with_bot }) => [id, archived, with_bot])];
  refill(byId("conversations"), key, () => [
    el("h2", { class: "small-title" }, "Channels"),
    el("ul", {}, ...channels.map((place) => entry(place.name, place.id, sign(place), open, unread(place), place.archived ? "archived" : place.ext_shared ? "shared" : ""))),
    el("h2", { class: "small-title" }, "Apps"),
    el("ul", {}, entry(state.setting.bot.name, direct.id, "direct", open, unread(direct), "direct message"), entry("App Home", HOME, "home", open))]);
}

export function showClock() {
  const place = byId("demo");
  place.hidden = false;
  refill(place, full(now()), () => [
    el("h2", { class: "small-title" }, "Demo time"),
    el("p", { class: "clock" }, full(now())),
    el("div", { class: "controls" }, ...state.setting.controls.map(({ id, label }) => {
      const made = el("button", { type: "button", class: "push" }, label);
      made.addEventListener("click", async () => {
        made.setAttribute("aria-busy", "true");
        await told(() => control(id));
        made.removeAttribute("aria-busy");
      });
      return made;
    }))]);
}
