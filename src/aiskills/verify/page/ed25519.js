// Ed25519 signatures (RFC 8032, 5.1.7), checked strictly: S below the order of the group, canonical encodings of the
// key and of R. WebCrypto does the work where the browser has it; else the plain computation below, which only ever
// handles public values, so its time need not be constant.
const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value) => ((value % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (base = mod(base); exponent > 0n; exponent >>= 1n, base = (base * base) % P) {
    if (exponent & 1n) result = (result * base) % P;
  }
  return result;
}

const CURVE = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n);

function littleEndian(bytes) {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

// The point of 32 bytes in extended coordinates [X, Y, Z, T], or null where they are no canonical encoding of one.
function decodePoint(bytes) {
  const value = littleEndian(bytes);
  const sign = value >> 255n;
  const y = value & ((1n << 255n) - 1n);
  if (y >= P) return null;
  const up = mod(y * y - 1n);
  const down = mod(CURVE * y * y + 1n);
  let x = mod(up * power(down, 3n) * power(up * power(down, 7n), (P - 5n) / 8n));
  const squared = mod(down * x * x);
  if (squared !== up) {
    if (squared !== mod(-up)) return null;
    x = mod(x * ROOT);
  }
  if (x === 0n && sign) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function encodePoint([x, y, z]) {
  const inverse = power(z, P - 2n);
  let value = mod(y * inverse) | ((mod(x * inverse) & 1n) << 255n);
  return Uint8Array.from({ length: 32 }, () => {
    const byte = Number(value & 255n);
    value >>= 8n;
    return byte;
  });
}

function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = ((y1 - x1) * (y2 - x2)) % P;
  const b = ((y1 + x1) * (y2 + x2)) % P;
  const c = (2n * CURVE * t1 * t2) % P;
  const d = (2n * z1 * z2) % P;
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

const NOTHING = [0n, 1n, 1n, 0n];
const BASE = decodePoint(Uint8Array.from({ length: 32 }, (_, at) => (at ? 0x66 : 0x58)));

// first * one + second * other, bit by bit for both at once.
function twoProducts(first, one, second, other) {
  const both = add(one, other);
  let sum = NOTHING;
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = add(sum, sum);
    const chosen = Number((first >> bit) & 1n) + 2 * Number((second >> bit) & 1n);
    if (chosen) sum = add(sum, [null, one, other, both][chosen]);
  }
  return sum;
}

// Whether the encodings are ones that the standard accepts, whatever was signed.
function wellFormed(key, signature) {
  const y = littleEndian(key) & ((1n << 255n) - 1n);
  return key.length === 32 && signature.length === 64 && y < P && littleEndian(signature.subarray(32)) < ORDER;
}

function verifyPlain(key, signature, message) {
  if (!wellFormed(key, signature)) return false;
  const point = decodePoint(key);
  if (!point) return false;
  const hashed = sha512(joined(signature.subarray(0, 32), key, message));
  const [x, y, z, t] = point;
  const negative = [mod(-x), y, z, mod(-t)];
  const product = twoProducts(littleEndian(signature.subarray(32)), BASE, littleEndian(hashed) % ORDER, negative);
  return same(encodePoint(product), signature.subarray(0, 32));
}

// Whether `signature` (64 bytes) of `message` was made with the private half of `key` (32 bytes). `plain`: without
// WebCrypto.
async function verifySignature(key, signature, message, plain = false) {
  if (!wellFormed(key, signature)) return false;
  if (!plain && globalThis.crypto?.subtle) {
    try {
      const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
      return await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
    } catch {
      // This browser's WebCrypto does not know Ed25519 (or the key is no point, which the plain way says too).
    }
  }
  return verifyPlain(key, signature, message);
}
