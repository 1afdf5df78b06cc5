// Python itself: a program for WASI, its library and the course in memory, one request after the other.
import { File, Folder } from "./memory-files.js";
import { host } from "./wasi.js";

const LIBRARY = "usr/local/lib/";
const HOME = "home/learner";
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const root = new Folder();
let python;
let current = 0;
let kept = "";
let replied = false;

// The folder that holds `path`, made where it is missing, and the last name in it.
function place(path) {
  const parts = path.split("/");
  const name = parts.pop();
  let folder = root;
  for (const part of parts) {
    if (!folder.entries.has(part)) {
      folder.set(part, new Folder());
    }
    folder = folder.entries.get(part);
  }
  return [folder, name];
}

function put(path, bytes, options) {
  const [folder, name] = place(path);
  folder.set(name, new File(bytes, options));
}

// What was fetched once is kept by the browser, where it keeps things at all.
async function fetched(name, version) {
  const url = new URL(`../../../../python/${name}?${version}`, import.meta.url).href;
  const store = self.caches && (await caches.open("aiskills-python").catch(() => null));
  const found = store && (await store.match(url));
  if (found) {
    return found;
  }
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${name} could not be fetched (${response.status})`);
  }
  if (store) {
    for (const old of await store.keys()) {
      if (old.url.split("?")[0] === url.split("?")[0]) {
        await store.delete(old);
      }
    }
    await store.put(url, response.clone()).catch(() => null);
  }
  return response;
}

const unpacked = (response) => response.body.pipeThrough(new DecompressionStream("gzip"));

// A pack is a line of JSON, {path: [start, length]}, and then the bytes of all files.
async function unpack(name, version) {
  const bytes = new Uint8Array(await new Response(unpacked(await fetched(name, version))).arrayBuffer());
  const end = bytes.indexOf(10);
  const index = JSON.parse(decoder.decode(bytes.subarray(0, end)));
  for (const [path, [start, length]] of Object.entries(index)) {
    put(path, bytes.subarray(end + 1 + start, end + 1 + start + length), { readonly: path.startsWith(LIBRARY) });
  }
}

async function program(name, version) {
  const headers = { "Content-Type": "application/wasm" };
  return WebAssembly.compileStreaming(new Response(unpacked(await fetched(name, version)), { headers }));
}

const memory = () => new Uint8Array(python.exports.memory.buffer);

// Python's one way out: `_host.call(request)`.
function call(pointer, length, answerAt, lengthAt) {
  const message = JSON.parse(decoder.decode(memory().slice(pointer >>> 0, (pointer >>> 0) + length)));
  replied ||= message.type === "reply";
  message.buffers = (message.buffers || []).map((one) => Uint8Array.from(atob(one), (c) => c.charCodeAt(0)).buffer);
  self.postMessage({ id: current, message });
  const answer = encoder.encode("{}");
  const at = python.exports.host_alloc(answer.length) >>> 0;
  memory().set(answer, at);
  const view = new DataView(python.exports.memory.buffer);
  view.setUint32(answerAt >>> 0, at, true);
  view.setUint32(lengthAt >>> 0, answer.length, true);
  return 0;
}

// Run one piece of Python to its end.
function turn(code) {
  const bytes = encoder.encode(code);
  const at = python.exports.host_alloc(bytes.length) >>> 0;
  memory().set(bytes, at);
  python.exports.turn(at, bytes.length);
}

function base64(text) {
  return btoa(Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

// The learner's progress stays in this browser, as it stays in a file on a computer. Another page of this site may
// have written to it: so it is read before each request, and Python adds to what it reads.
const PROGRESS = `${HOME}/progress.json`;

async function keepProgress() {
  const [folder, name] = place(PROGRESS);
  const file = folder.entries.get(name);
  const text = file ? decoder.decode(file.content) : "";
  if (text && text !== kept && self.caches) {
    kept = text;
    const store = await caches.open("aiskills-progress").catch(() => null);
    await store?.put(new URL("progress.json", import.meta.url).href, new Response(text)).catch(() => null);
  }
}

async function findProgress() {
  const store = self.caches && (await caches.open("aiskills-progress").catch(() => null));
  const found = store && (await store.match(new URL("progress.json", import.meta.url).href));
  const text = found ? await found.text() : "";
  if (text && text !== kept) {
    kept = text;
    put(PROGRESS, encoder.encode(kept));
  }
}

async function start() {
  const where = new URL("../../../../python/facts.json", import.meta.url);
  const facts = await (await fetch(where, { cache: "no-cache" })).json();
  const [compiled] = await Promise.all([
    program("python.bin", facts.version),
    unpack("library.bin", facts.version),
    unpack("course.bin", facts.version),
    findProgress(),
  ]);
  for (const folder of ["tmp/.", `${HOME}/.`]) {
    place(folder);
  }
  const system = host({
    args: ["python", "/course"],
    environment: Object.entries(facts.environment).map(([name, value]) => `${name}=${value}`),
    mounts: [...Object.entries(facts.mounts).map(([path, folder]) => [path, root.entries.get(folder)]), ["/", root]],
    log: (bytes) => console.log(decoder.decode(bytes)),
  });
  python = await WebAssembly.instantiate(compiled, { wasi_snapshot_preview1: system.imports, host: { call } });
  system.start(python);
  turn("import notebook_kernel");
  self.postMessage({ ready: true });
}

async function answer({ id, request, content, parent, buffers }) {
  await started;
  await findProgress();
  current = id;
  parent.buffers = buffers.map((one) => btoa(Array.from(new Uint8Array(one), (b) => String.fromCharCode(b)).join("")));
  replied = false;
  turn(`__import__("notebook_kernel").handle("${base64(JSON.stringify({ request, content, parent }))}")`);
  if (!replied) {
    throw new Error(`no answer to a request (${request})`);
  }
  await keepProgress();
}

const started = start();
let last = started;
const failed = (error) => self.postMessage({ failure: String(error?.message || error) });
started.catch(failed);
self.onmessage = (event) => {
  last = last.then(() => answer(event.data)).catch(failed);
};
