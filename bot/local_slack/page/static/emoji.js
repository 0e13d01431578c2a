// The emoji that messages use. Those beside a verdict are drawn here, so that they look alike everywhere.

import { el, svg } from "/static/dom.js";

const DISC = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z";
const DRAWN = {
  white_check_mark: [["M3 1h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2z", "good"], ["M4 8.2l2.8 2.8L12 5.4", "mark"]],
  heavy_check_mark: [["M3 8.4l3.4 3.4L13 4.8", "mark-good"]],
  x: [["M3.2 3.2l9.6 9.6M12.8 3.2l-9.6 9.6", "mark-bad"]],
  no_entry: [[DISC, "bad"], ["M4.4 8h7.2", "mark"]],
  warning: [["M8 1.4 15.4 14.6H.6z", "warn"], ["M8 6v4M8 12v.6", "mark-dark"]],
  grey_question: [[DISC, "calm"], ["M6 6.2a2 2 0 1 1 3 1.8c-.7.4-1 .8-1 1.6M8 11.6v.4", "mark"]],
  question: [[DISC, "bad"], ["M6 6.2a2 2 0 1 1 3 1.8c-.7.4-1 .8-1 1.6M8 11.6v.4", "mark"]],
  hourglass_flowing_sand: [["M3.5 2h9M3.5 14h9M4.5 2c0 3 3.5 4 3.5 6s-3.5 3-3.5 6M11.5 2c0 3-3.5 4-3.5 6s3.5 3 3.5 6", "line-warn"]],
  hourglass: [["M3.5 2h9M3.5 14h9M4.5 2c0 3 3.5 4 3.5 6s-3.5 3-3.5 6M11.5 2c0 3-3.5 4-3.5 6s3.5 3 3.5 6", "line"]],
  information_source: [["M3 1h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2z", "info"], ["M8 4v.6M8 7v5", "mark"]],
  rotating_light: [["M4 12V9a4 4 0 0 1 8 0v3z", "bad"], ["M2.5 14h11", "line"], ["M8 1v1.6M2.4 3.4l1.2 1.2M13.6 3.4l-1.2 1.2", "mark-bad"]],
  repeat: [["M3 7V6a2 2 0 0 1 2-2h7M10 1.8 12.4 4 10 6.2M13 9v1a2 2 0 0 1-2 2H4M6 9.8 3.6 12 6 14.2", "line-info"]],
  wrench: [["M13.8 4.4a3.6 3.6 0 0 1-4.7 4.4L4.6 13.3a1.5 1.5 0 0 1-2.1-2.1L7 6.7a3.6 3.6 0 0 1 4.4-4.6L9.2 4.3l.5 2 2 .5z", "calm"]],
  bust_in_silhouette: [["M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2.5 14a5.5 5 0 0 1 11 0z", "info"]],
  lock: [["M3 7.5h10V14H3z", "warn"], ["M5 7.5V5a3 3 0 0 1 6 0v2.5", "line"]],
  bell: [["M3 11.5c1.3-1 1.3-2.5 1.3-4.5a3.7 3.7 0 0 1 7.4 0c0 2 0 3.5 1.3 4.5z", "warn"], ["M6.8 13.5h2.4", "line"]],
  calendar: [["M2 3.5h12V14H2z", "paper"], ["M2 6.5h12M5 1.8v3M11 1.8v3", "line-bad"]],
  chart_with_upwards_trend: [["M2 2v12h12", "line"], ["M4 11l3-3.5 2.5 2L14 4", "line-bad"]],
  bar_chart: [["M2.5 8h2.5v6H2.5z", "good"], ["M6.8 4.5h2.5V14H6.8z", "info"], ["M11 2h2.5v12H11z", "bad"]],
  bulb: [["M8 1.5a4.5 4.5 0 0 0-2.6 8.2V12h5.2V9.7A4.5 4.5 0 0 0 8 1.5z", "warn"], ["M6 14.2h4", "line"]],
  red_circle: [[DISC, "bad"]],
  large_green_circle: [[DISC, "good"]],
  large_yellow_circle: [[DISC, "warn"]],
  white_circle: [[DISC, "paper"]],
  mag: [["M6.8 2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zM10.4 10.4 14 14", "line-info"]],
  eyes: [["M1 8c2-3.5 4.3-4.5 7-4.5s5 1 7 4.5c-2 3.5-4.3 4.5-7 4.5S3 11.5 1 8z", "line"], ["M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z", "info"]],
  pushpin: [["M5 2h6l-1 4 2.5 3h-9L6 6z", "bad"], ["M8 9v5", "line"]],
};
const GLYPHS = {
  wave: "👋", tada: "🎉", rocket: "🚀", point_right: "👉", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎",
  memo: "📝", page_facing_up: "📄", file_folder: "📁", inbox_tray: "📥", outbox_tray: "📤", email: "📧", phone: "☎️",
  telephone_receiver: "📞", clock1: "🕐", alarm_clock: "⏰", stopwatch: "⏱️", zzz: "💤", mute: "🔇", key: "🔑",
  closed_lock_with_key: "🔐", unlock: "🔓", shield: "🛡️", computer: "💻", iphone: "📱", globe_with_meridians: "🌐",
  busts_in_silhouette: "👥", male_office_worker: "👨‍💼", robot_face: "🤖", gear: "⚙️", hammer_and_wrench: "🛠️",
  link: "🔗", sos: "🆘", fire: "🔥", seedling: "🌱", sunny: "☀️", sparkles: "✨", star: "⭐", ballot_box_with_check: "☑️",
  arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️", chart_with_downwards_trend: "📉", clipboard: "📋",
  heavy_exclamation_mark: "❗", exclamation: "❗", speech_balloon: "💬", thinking_face: "🤔", raised_hand: "✋",
};

export function emoji(name) {
  const words = name.replaceAll("_", " ");
  if (DRAWN[name]) return el("span", { class: "emoji", title: `:${name}:` }, svg(DRAWN[name], words));
  if (GLYPHS[name]) return el("span", { class: "emoji", title: `:${name}:`, role: "img", "aria-label": words }, GLYPHS[name]);
  return document.createTextNode(`:${name}:`);
}
