// Times as a reader sees them: in their own zone, against the demo's clock.

import { now, zone } from "/static/state.js";

const formats = new Map(); // making one is slow, and there are a few for thousands of messages

function format(date, options) {
  const key = `${zone()} ${Object.entries(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone(), ...options }));
  return formats.get(key).format(date);
}

export const fromTs = (ts) => new Date(Number(ts) * 1000);
export const time = (date) => format(date, { hour: "2-digit", minute: "2-digit" });
export const day = (date) => format(date, { weekday: "long", day: "numeric", month: "long" });
export const full = (date) => format(date, { dateStyle: "full", timeStyle: "short" });

const key = (date) => format(date, { year: "numeric", month: "2-digit", day: "2-digit" });

function pretty(date, otherwise) {
  const aside = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
  for (const days of [-1, 0, 1]) {
    if (key(new Date(now().getTime() + days * 86_400_000)) === key(date)) return aside[days];
  }
  return otherwise;
}

function ago(date) {
  const seconds = Math.round((date - now()) / 1000);
  const steps = [[86_400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]];
  const [size, unit] = steps.find(([length]) => Math.abs(seconds) >= length) ?? steps.at(-1);
  return new Intl.RelativeTimeFormat("en-GB").format(Math.round(seconds / size), unit);
}

const TOKENS = {
  date_num: (d) => format(d, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-"),
  date: (d) => format(d, { day: "numeric", month: "long", year: "numeric" }),
  date_short: (d) => format(d, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (d) => format(d, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  time,
  time_secs: (d) => format(d, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago,
};

export function slackDate(epoch, pattern) {
  const date = new Date(Number(epoch) * 1000);
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
    const plain = name.replace(/_pretty$/, "");
    if (!TOKENS[plain]) return whole;
    return plain === name ? TOKENS[plain](date) : pretty(date, TOKENS[plain](date));
  });
}
