// The bot's Home tab.

import { blocks } from "/static/blocks.js";
import { byId, el, refill } from "/static/dom.js";
import { act } from "/static/server.js";
import { state } from "/static/state.js";
import { told } from "/static/toasts.js";

export function showHome(refresh) {
  const view = state.screen.home;
  const place = {
    entered: view?.state.values,
    press: (element, block, selected) => told(() => act("press", { where: "home", action_id: element.action_id, block_id: block.block_id, selected })).then(refresh),
  };
  refill(byId("home"), [state.viewer, view?.hash], () => (view ? el("div", { class: "blocks" }, ...blocks(view.blocks, place))
    : el("p", { class: "beginning" }, `${state.setting.bot.name} has not shown you a Home tab yet.`)));
}

export const openHome = () => told(() => act("home"));

export const openMessages = () => told(() => act("messages"));
