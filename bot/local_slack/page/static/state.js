// What this browser knows: who is at the screen, which conversation is open, what the server showed last.

export const HOME = "home";

export const state = {
  setting: null,
  viewer: null,
  channel: null, // a conversation's id, or HOME
  thread: null, // the ts of the thread's first message
  screen: null,
  clock: null,
  offset: 0, // demo time minus this machine's time, in milliseconds
  read: new Map(), // "viewer channel" -> how many messages of others were seen
};

export const person = (id = state.viewer) => state.setting.people.find((one) => one.id === id);

export function nameOf(id) {
  if (id === state.setting.bot.id) return state.setting.bot.name;
  if (id === state.setting.slackbot) return "Slackbot";
  return person(id)?.name ?? "someone";
}

export const isBot = (id) => id === state.setting.bot.id || id === state.setting.slackbot;

export function conversation(id = state.channel) {
  return state.screen?.conversations.find((one) => one.id === id);
}

export const zone = () => person()?.tz ?? "UTC";

export const now = () => new Date(Date.now() + state.offset);
