// Bytes and texts: base64url, base58, UTF-8, checksums. Whatever can be wrong with a file is thrown as a Fault, whose
// code is an outcome ("damaged", "no-credential", "not-accepted").
class Fault extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const toBytes = (text) => new TextEncoder().encode(text);
const fromBytes = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const fromLoose = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// White space as Python strips it; a browser's trim() would take byte order marks too. No pattern for the whole: it would
// start anew at each of many spaces inside.
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function strip(text) {
  let start = 0;
  let end = text.length;
  while (start < end && SPACE.test(text[start])) start++;
  while (end > start && SPACE.test(text[end - 1])) end--;
  return text.slice(start, end);
}

// One character a byte, for text searches over files that are not text.
function latin(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join("");
}

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE64URL_VALUES = new Map([...BASE64URL].map((letter, value) => [letter, value]));

// The bytes of a base64url text without padding, or null. Left-over bits must be zero: one text for the same bytes.
function base64url(text) {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const letter of text) {
    const value = BASE64URL_VALUES.get(letter);
    if (value === undefined) return null;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = bits >> held;
      bits &= (1 << held) - 1;
    }
  }
  return held < 6 && bits === 0 ? bytes : null;
}

function toBase64url(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const length = Math.min(bytes.length - at, 3) + 1;
    for (let place = 0; place < length; place++) text += BASE64URL[(three >> (18 - 6 * place)) & 63];
  }
  return text;
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// The bytes of a base58btc text, or null.
function base58(text) {
  let number = 0n;
  for (const letter of text) {
    const value = BASE58.indexOf(letter);
    if (value < 0) return null;
    number = number * 58n + BigInt(value);
  }
  const digits = number === 0n ? "" : number.toString(16);
  const even = digits.length % 2 ? `0${digits}` : digits;
  const zeros = text.match(/^1*/)[0].length;
  return new Uint8Array([...new Array(zeros).fill(0), ...(even.match(/../g) ?? []).map((pair) => parseInt(pair, 16))]);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

function adler32(bytes) {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return ((high << 16) | low) >>> 0;
}

function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

function joined(...parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
