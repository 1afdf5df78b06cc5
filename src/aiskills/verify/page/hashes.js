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

// Each word of 64 bits is two of 32 here, high before low: several times faster than numbers of any size.
function sha512(bytes) {
  const halves = (values) => Int32Array.from(values.flatMap((value) => [value >> 32n, value & 0xffffffffn].map(signed)));
  const signed = (half) => Number(BigInt.asIntN(32, half));
  const constants = halves(CUBES);
  const state = halves(SQUARES);
  const view = padded(bytes, 128);
  const words = new Int32Array(160);
  const now = new Int32Array(16);
  // The halves of a word turned right by less than 32 bits; for more, the halves are given the other way round.
  const turn = (one, other, by) => (one >>> by) | (other << (32 - by));
  for (let at = 0; at < view.byteLength; at += 128) {
    for (let place = 0; place < 32; place++) words[place] = view.getInt32(at + 4 * place);
    for (let place = 32; place < 160; place += 2) {
      const [eh, el, lh, ll] = [words[place - 30], words[place - 29], words[place - 4], words[place - 3]];
      const earlyHigh = turn(eh, el, 1) ^ turn(eh, el, 8) ^ (eh >>> 7);
      const earlyLow = turn(el, eh, 1) ^ turn(el, eh, 8) ^ turn(el, eh, 7);
      const lateHigh = turn(lh, ll, 19) ^ turn(ll, lh, 29) ^ (lh >>> 6);
      const lateLow = turn(ll, lh, 19) ^ turn(lh, ll, 29) ^ turn(ll, lh, 6);
      const low = (words[place - 31] >>> 0) + (earlyLow >>> 0) + (words[place - 13] >>> 0) + (lateLow >>> 0);
      words[place + 1] = low;
      words[place] = words[place - 32] + earlyHigh + words[place - 14] + lateHigh + carry(low);
    }
    now.set(state);
    for (let place = 0; place < 160; place += 2) {
      const [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl] = now;
      const upHigh = turn(eh, el, 14) ^ turn(eh, el, 18) ^ turn(el, eh, 9);
      const upLow = turn(el, eh, 14) ^ turn(el, eh, 18) ^ turn(eh, el, 9);
      const chosenLow = gl ^ (el & (fl ^ gl));
      const oneLow =
        (hl >>> 0) + (upLow >>> 0) + (chosenLow >>> 0) + (constants[place + 1] >>> 0) + (words[place + 1] >>> 0);
      const oneHigh = (hh + upHigh + (gh ^ (eh & (fh ^ gh))) + constants[place] + words[place] + carry(oneLow)) | 0;
      const downHigh = turn(ah, al, 28) ^ turn(al, ah, 2) ^ turn(al, ah, 7);
      const downLow = turn(al, ah, 28) ^ turn(ah, al, 2) ^ turn(ah, al, 7);
      const mostLow = (al & bl) | (cl & (al | bl));
      const mostHigh = (ah & bh) | (ch & (ah | bh));
      now.copyWithin(2, 0, 14);
      const eLow = (dl >>> 0) + (oneLow >>> 0);
      now[9] = eLow;
      now[8] = dh + oneHigh + carry(eLow);
      const aLow = (oneLow >>> 0) + (downLow >>> 0) + (mostLow >>> 0);
      now[1] = aLow;
      now[0] = oneHigh + downHigh + mostHigh + carry(aLow);
    }
    for (let place = 0; place < 16; place += 2) {
      const low = (state[place + 1] >>> 0) + (now[place + 1] >>> 0);
      state[place + 1] = low;
      state[place] = state[place] + now[place] + carry(low);
    }
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((value, place) => out.setInt32(4 * place, value));
  return new Uint8Array(out.buffer);
}

// What of a sum of low halves belongs to the high half.
const carry = (sum) => Math.floor(sum / 4294967296);
