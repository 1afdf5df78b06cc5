// Inflate (RFC 1951), with the frames of zlib (RFC 1950) and gzip (RFC 1952). Our own, because a browser's
// DecompressionStream has no bound, does not say where a stream ends, and is missing in older browsers.
const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
  195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_BITS = DISTANCE_BASE.map((_, at) => Math.max(0, (at >> 1) - 1));
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const broken = () => new Fault("damaged", "the packed data is broken");

// How many codes there are of each length, and the symbols in the order of their codes.
function huffman(lengths) {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  counts[0] = 0;
  let left = 1;
  for (let length = 1; length < 16; length++) left = left * 2 - counts[length];
  const starts = new Uint16Array(16);
  for (let length = 1; length < 15; length++) starts[length + 1] = starts[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => length && (symbols[starts[length]++] = symbol));
  return { counts, symbols, left };
}

const FIXED = [
  huffman(Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8))),
  huffman(new Array(30).fill(5)),
];

// Inflate the raw stream that starts at `start`; {data, end}. A broken stream is a Fault, and so is one of more than
// `limit` bytes, whose first bytes are then the Fault's `start`.
function inflateRaw(bytes, limit, start = 0) {
  let at = start;
  let bits = 0;
  let held = 0;
  let out = new Uint8Array(Math.min(limit, Math.max(1024, bytes.length * 4)));
  let length = 0;

  const take = (count) => {
    while (held < count) {
      if (at >= bytes.length) throw broken();
      bits |= bytes[at++] << held;
      held += 8;
    }
    const value = bits & ((1 << count) - 1);
    bits >>>= count;
    held -= count;
    return value;
  };
  const symbol = ({ counts, symbols }) => {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let size = 1; size < 16; size++) {
      code |= take(1);
      if (code - counts[size] < first) return symbols[index + code - first];
      index += counts[size];
      first = (first + counts[size]) << 1;
      code <<= 1;
    }
    throw broken();
  };
  // Make room for as many of `more` bytes as the limit leaves; how many.
  const room = (more) => {
    const fits = Math.min(more, limit - length);
    if (length + fits > out.length) {
      const larger = new Uint8Array(Math.min(limit, Math.max(out.length * 2, length + fits)));
      larger.set(out);
      out = larger;
    }
    return fits;
  };
  const full = () => Object.assign(new Fault("damaged", "the data is too large"), { start: out.slice(0, length) });
  const stored = () => {
    bits = held = 0;
    const size = bytes[at] | (bytes[at + 1] << 8);
    const check = bytes[at + 2] | (bytes[at + 3] << 8);
    if (at + 4 + size > bytes.length || (size ^ check) !== 0xffff) throw broken();
    const fits = room(size);
    out.set(bytes.subarray(at + 4, at + 4 + fits), length);
    length += fits;
    if (fits < size) throw full();
    at += 4 + size;
  };
  const tables = () => {
    const literals = take(5) + 257;
    const distances = take(5) + 1;
    const codes = take(4) + 4;
    if (literals > 286 || distances > 30) throw broken();
    const sizes = new Array(19).fill(0);
    for (let place = 0; place < codes; place++) sizes[CODE_ORDER[place]] = take(3);
    const lengths = huffman(sizes);
    if (lengths.left !== 0) throw broken();
    const all = [];
    while (all.length < literals + distances) {
      const value = symbol(lengths);
      if (value < 16) {
        all.push(value);
        continue;
      }
      if (value === 16 && all.length === 0) throw broken();
      const repeated = value === 16 ? all[all.length - 1] : 0;
      const times = value === 16 ? 3 + take(2) : value === 17 ? 3 + take(3) : 11 + take(7);
      for (let time = 0; time < times; time++) all.push(repeated);
    }
    if (all.length > literals + distances || all[256] === 0) throw broken();
    const both = [huffman(all.slice(0, literals)), huffman(all.slice(literals))];
    // A code with unused places is allowed only where it has a single symbol.
    if (both.some(({ left, counts }) => left < 0 || (left > 0 && counts.reduce((sum, one) => sum + one) > 1))) {
      throw broken();
    }
    return both;
  };

  for (let last = 0; !last; ) {
    last = take(1);
    const kind = take(2);
    if (kind === 3) throw broken();
    if (kind === 0) {
      stored();
      continue;
    }
    const [literal, distance] = kind === 1 ? FIXED : tables();
    for (;;) {
      const value = symbol(literal);
      if (value === 256) break;
      if (value < 256) {
        if (!room(1)) throw full();
        out[length++] = value;
        continue;
      }
      if (value > 285) throw broken();
      const count = LENGTH_BASE[value - 257] + take(LENGTH_BITS[value - 257]);
      const far = symbol(distance);
      if (far > 29) throw broken();
      const back = DISTANCE_BASE[far] + take(DISTANCE_BITS[far]);
      if (back > length) throw broken();
      const fits = room(count);
      for (let copied = 0; copied < fits; copied++, length++) out[length] = out[length - back];
      if (fits < count) throw full();
    }
  }
  return { data: out.slice(0, length), end: at - (held >> 3) };
}

// Whether the two bytes of a zlib stream's head are there.
function isZlib([method, flags]) {
  return (method & 15) === 8 && method >> 4 <= 7 && !(flags & 32) && ((method << 8) | flags) % 31 === 0;
}

// The data of a zlib stream; what follows it is left aside.
function inflateZlib(bytes, limit) {
  if (!isZlib(bytes)) throw broken();
  const { data, end } = inflateRaw(bytes, limit, 2);
  if (end + 4 > bytes.length) throw broken();
  const check = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0);
  if (check !== adler32(data)) throw broken();
  return data;
}

// The first `count` bytes of a zlib stream, fewer where it is shorter or not zlib.
function zlibStart(bytes, count) {
  if (!isZlib(bytes)) return new Uint8Array();
  try {
    return inflateZlib(bytes, count);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return fault.start ?? new Uint8Array();
  }
}

// The data of a gzip member; what follows it is left aside.
function inflateGzip(bytes, limit) {
  if (bytes.length < 18 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8 || bytes[3] & 0xe0) throw broken();
  const flags = bytes[3];
  let at = 10;
  const text = () => {
    while (at < bytes.length && bytes[at] !== 0) at++;
    at++;
  };
  if (flags & 4) at += 2 + (bytes[at] | (bytes[at + 1] << 8));
  if (flags & 8) text();
  if (flags & 16) text();
  if (flags & 2) at += 2;
  const { data, end } = inflateRaw(bytes, limit, at);
  if (end + 8 > bytes.length) throw broken();
  const view = new DataView(bytes.buffer, bytes.byteOffset + end, 8);
  if (view.getUint32(0, true) !== crc32(data) || view.getUint32(4, true) !== data.length) throw broken();
  return data;
}
