// Puts the page together: asks the server what there is, shows it, and listens to the keyboard.

import { composer, share } from "/static/composer.js";
import { byId, el, refill } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { openHome, openMessages, showHome } from "/static/home.js";
import { showMessages, showThread, whenActed } from "/static/messages.js";
import { closeOnEscape, showModal } from "/static/modal.js";
import { screen, setting } from "/static/server.js";
import { showClock, showConversations, showWho } from "/static/sidebar.js";
import { HOME, conversation, person, state } from "/static/state.js";
import { theme } from "/static/theme.js";

const POLL = 700;
let asked = 0; // the newest request; answers to older ones are dropped

async function refresh(anew = false) {
  const mine = ++asked;
  const wanted = `${state.viewer} ${state.channel}`;
  const same = state.screen && !anew && state.screen.of === wanted;
  const answer = await screen(same ? state.screen.version : null);
  if (mine !== asked || wanted !== `${state.viewer} ${state.channel}`) return;
  state.offset = new Date(answer.clock) - Date.now();
  if (answer.version !== undefined) {
    state.screen = { ...answer, of: wanted };
    if (state.channel === null) return open(firstPlace());
    show();
  }
  showClock();
}

const refreshed = () => refresh().catch(lost);

const firstPlace = () => (state.screen.conversations.find((one) => !one.direct) ?? conversation(state.screen.direct)).id;

function lost(error) {
  byId("notice").hidden = false;
  byId("notice").textContent = error instanceof TypeError ? "This workspace does not answer any more. Start it again, then open the address that it prints." : error.message;
}

function show() {
  byId("notice").hidden = true;
  if (state.channel !== HOME && !conversation()) return open(firstPlace());
  markRead();
  showWho(become);
  showConversations(open);
  showTop();
  const home = state.channel === HOME;
  byId("home").hidden = !home;
  byId("messages").hidden = byId("composer").hidden = home;
  byId("doing").hidden = home || !state.screen.status;
  if (home) showHome(refreshed);
  else {
    byId("doing").textContent = state.screen.status ? `${state.setting.bot.name} ${state.screen.status}` : "";
    refill(byId("composer"), [state.viewer, state.channel, state.screen.prompts], () => composer({ inThread: false, refresh: refreshed }));
    showMessages(openThread);
  }
  showThreadPane();
  showModal((anew) => refresh(anew).catch(lost));
}

function markRead() {
  for (const place of state.screen.conversations) {
    const key = `${state.viewer} ${place.id}`;
    const newest = place.heard.at(-1) ?? "0";
    if (place.id === state.channel || !state.read.has(key)) state.read.set(key, newest);
  }
}

function showTop() {
  const place = conversation();
  const title = state.channel === HOME ? "App Home" : place.direct ? state.setting.bot.name : place.name;
  const topic = state.channel === HOME ? `What ${state.setting.bot.name} shows to you alone` : place.direct ? "Direct message: only the two of you see it" : place.topic;
  const tags = place && !place.direct ? [`${place.members} members`, place.with_bot ? `@${state.setting.bot.name} is here` : `@${state.setting.bot.name} is not here`,
    place.archived && "archived", place.ext_shared && "shared outside"].filter(Boolean) : [];
  const sign = place && !place.direct ? icon(place.private ? "private" : "channel") : null;
  refill(byId("title"), [title, place?.id], () => [sign, document.createTextNode(title)]);
  refill(byId("topic"), topic, () => document.createTextNode(topic));
  refill(byId("tags"), tags, () => tags.map((tag) => el("span", { class: "tag" }, tag)));
  document.title = `${title} · ${person().name} · Local Slack`;
}

function showThreadPane() {
  const pane = byId("thread");
  const head = state.thread && state.screen.messages.some((one) => one.ts === state.thread);
  byId("app").classList.toggle("with-thread", Boolean(head));
  pane.hidden = !head;
  if (!head) {
    state.thread = null;
    pane.dataset.shown = "";
    pane.replaceChildren();
    return;
  }
  const fresh = refill(pane, [state.viewer, state.channel, state.thread], () => [
    el("header", {}, el("h2", {}, "Thread"), el("button", { type: "button", class: "icon", "aria-label": "Close thread", onclick: closeThread }, icon("close"))),
    el("div", { class: "messages", id: "thread-messages", role: "log", "aria-live": "polite", "aria-label": "Thread", tabindex: "0" }),
    composer({ inThread: true, refresh: refreshed })]);
  showThread(byId("thread-messages"));
  if (fresh) byId("thread-text").focus();
}

function openThread(ts) {
  state.thread = ts;
  show();
}

function closeThread() {
  state.thread = null;
  show();
  byId("composer-text")?.focus();
}

async function open(channel) {
  state.channel = channel;
  state.thread = null;
  drawer(false);
  sessionStorage.setItem("local-slack-channel", channel);
  if (channel === HOME) await openHome();
  else if (channel.startsWith("D")) await openMessages();
  await refreshed();
  if (channel !== HOME && !matchMedia("(max-width: 760px)").matches) byId("composer-text")?.focus();
}

async function become(id) {
  state.viewer = id;
  state.thread = null;
  sessionStorage.setItem("local-slack-viewer", id);
  if (state.channel?.startsWith("D")) state.channel = null;
  if (state.channel === HOME) await openHome();
  await refreshed();
  byId("who").querySelector("summary")?.focus();
}

function drawer(out) {
  byId("sidebar").classList.toggle("out", out);
  byId("veil").hidden = !out;
  byId("menu").setAttribute("aria-expanded", String(out));
}

function keyboard() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, dialog");
    const call = (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing);
    if (call && byId("composer-text") && !byId("composer").hidden) {
      event.preventDefault();
      const text = byId("composer-text");
      text.focus();
      if (event.key === "/" && !text.value) {
        text.value = "/";
        text.dispatchEvent(new Event("input"));
      }
    } else if (event.key === "Escape" && !event.defaultPrevented && !event.target.closest("dialog")) {
      if (byId("sidebar").classList.contains("out")) drawer(false);
      else if (state.thread && !event.target.closest("textarea")?.value) closeThread(); // what was typed is not lost
    }
  });
}

function dropping() {
  const main = byId("main");
  const over = (on) => main.classList.toggle("dropping", on);
  main.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
  main.addEventListener("dragleave", (event) => { if (!main.contains(event.relatedTarget)) over(false); });
  main.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (state.channel !== HOME) share([...event.dataTransfer.files], refreshed);
  });
}

// A permalink opens its conversation, and the thread when the message is in one.
function permalink() {
  const found = /^\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})$/.exec(location.pathname);
  if (!found) return null;
  const thread = new URLSearchParams(location.search).get("thread_ts");
  history.replaceState(null, "", "/");
  return { channel: found[1], ts: `${found[2]}.${found[3]}`, thread };
}

async function poll() {
  if (!document.hidden) await refreshed();
  setTimeout(poll, POLL);
}

async function start() {
  theme();
  state.setting = await setting();
  byId("team").textContent = state.setting.team;
  byId("initial").textContent = state.setting.team[0];
  const remembered = sessionStorage.getItem("local-slack-viewer");
  state.viewer = person(remembered)?.id ?? state.setting.people[0].id;
  const target = permalink();
  whenActed(refreshed);
  closeOnEscape(refreshed);
  keyboard();
  dropping();
  byId("menu").append(icon("menu"));
  byId("menu").addEventListener("click", () => drawer(!byId("sidebar").classList.contains("out")));
  byId("veil").addEventListener("click", () => drawer(false));
  const channel = target?.channel ?? sessionStorage.getItem("local-slack-channel");
  state.channel = null;
  await refresh(true);
  if (channel && (channel === HOME || conversation(channel))) await open(channel);
  if (target) {
    if (target.thread) openThread(target.thread);
    byId(`m-${target.thread ?? target.ts}`)?.scrollIntoView({ block: "center" });
    byId(`m-${target.thread ?? target.ts}`)?.classList.add("target");
  }
  poll();
}

start().catch(lost);
