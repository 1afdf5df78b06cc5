// SHA-256 and SHA-512 (FIPS 180-4) in plain JavaScript: a page opened over plain http has no crypto.subtle.
const PRIMES = (() => {
  const found = [];
  for (let number = 2; found.length < 80; number++) if (found.every((prime) => number % prime)) found.push(number);
  return found;
})();

// The first 64 bits of the fraction of a prime's square (2) or cube (3) root: the constants of both functions.
function fraction(prime, root) {
  const power = BigInt(root);
  const wanted = BigInt(prime) << (64n * power);
  let low = 0n;
  let high = 1n << 80n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= wanted) low = middle;
    else high = middle;
  }
  return BigInt.asUintN(64, low);
}

const CUBES = PRIMES.map((prime) => fraction(prime, 3));
const SQUARES = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2));

// The message with its one bit, its zeros and its length, in whole blocks.
function padded(bytes, block) {
  const length = Math.ceil((bytes.length + 1 + block / 8) / block) * block;
  const out = new Uint8Array(length);
  out.set(bytes);
  out[bytes.length] = 0x80;
  new DataView(out.buffer).setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  return new DataView(out.buffer);
}

function sha256(bytes) {
  const constants = CUBES.slice(0, 64).map((value) => Number(value >> 32n) | 0);
  const state = SQUARES.map((value) => Number(value >> 32n) | 0);
  const view = padded(bytes, 64);
  const turn = (word, by) => (word >>> by) | (word << (32 - by));
  const words = new Int32Array(64);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let place = 0; place < 64; place++) {
      if (place < 16) {
        words[place] = view.getInt32(at + 4 * place);
        continue;
      }
      const [early, late] = [words[place - 15], words[place - 2]];
      const low = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
      const high = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
      words[place] = words[place - 16] + low + words[place - 7] + high;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let place = 0; place < 64; place++) {
      const high = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const one = (h + high + ((e & f) ^ (~e & g)) + constants[place] + words[place]) | 0;
      const low = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const two = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, place) => (state[place] = (state[place] + value) | 0));
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((value, place) => out.setInt32(4 * place, value));
  return new Uint8Array(out.buffer);
}

function sha512(bytes) {
  const state = BigUint64Array.from(SQUARES);
  const view = padded(bytes, 128);
  const cut = (value) => BigInt.asUintN(64, value);
  const turn = (word, by) => (word >> by) | (word << (64n - by));
  const words = new BigUint64Array(80);
  for (let at = 0; at < view.byteLength; at += 128) {
    for (let place = 0; place < 80; place++) {
      if (place < 16) {
        words[place] = view.getBigUint64(at + 8 * place);
        continue;
      }
      const [early, late] = [words[place - 15], words[place - 2]];
      const low = turn(early, 1n) ^ turn(early, 8n) ^ (early >> 7n);
      const high = turn(late, 19n) ^ turn(late, 61n) ^ (late >> 6n);
      words[place] = words[place - 16] + cut(low) + words[place - 7] + cut(high);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let place = 0; place < 80; place++) {
      const high = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
      const one = h + cut(high) + (g ^ (e & (f ^ g))) + CUBES[place] + words[place];
      const low = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
      const two = cut(low) + ((a & b) | (c & (a | b)));
      [h, g, f, e, d, c, b, a] = [g, f, e, cut(d + one), c, b, a, cut(one + two)];
    }
    [a, b, c, d, e, f, g, h].forEach((value, place) => (state[place] += value));
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((value, place) => out.setBigUint64(8 * place, value));
  return new Uint8Array(out.buffer);
}
