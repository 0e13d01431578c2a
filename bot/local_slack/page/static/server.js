// Talking to the local Slack: what is on the screen, and what a person does.

import { state } from "/static/state.js";

async function read(response) {
  if (response.status === 403) throw new Error("Open the address that was printed when this workspace was started.");
  if (!response.ok) throw new Error(`That did not work (${response.status}). The terminal says why.`);
  return response.json();
}

export async function setting() {
  return read(await fetch("/page/setting"));
}

export async function screen(after) {
  const query = new URLSearchParams({ viewer: state.viewer, channel: state.channel ?? "", after: after ?? "" });
  return read(await fetch(`/page/screen?${query}`));
}

async function post(address, body, type) {
  const headers = { "X-Local-Slack": "page", "Content-Type": type };
  return read(await fetch(address, { method: "POST", headers, body }));
}

export const act = (name, more = {}) =>
  post(`/page/act/${name}`, JSON.stringify({ viewer: state.viewer, ...more }), "application/json");

export const control = (name) => post(`/page/control/${encodeURIComponent(name)}`, "{}", "application/json");

export function upload(channel, file) {
  const query = new URLSearchParams({ viewer: state.viewer, channel, name: file.name });
  return post(`/page/upload?${query}`, file, "application/octet-stream");
}

export function fileAddress(file) {
  const query = new URLSearchParams({ viewer: state.viewer });
  return `/page/files/${encodeURIComponent(file.id)}/${encodeURIComponent(file.name)}?${query}`;
}
