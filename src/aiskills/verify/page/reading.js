// Where a token is in a file (as verify/reading.py): badge images, printed pages, JSON, plain text, the text of a code.
const LARGEST_FILE = 10_000_000;
const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PICTURES = ["\xff\xd8\xff", "GIF8", "RIFF", "BM", "II*\0", "MM\0*"];
const BADGE = /<openbadges:credential\b([^>]*)>(?:([^<]*)<\/|\s*<!\[CDATA\[(.*?)\]\]>)?/s;
const VERIFY = /\sverify\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const STREAM = /(?<!end)stream\r?\n/;
const OTHER_FORMS = ["@context", "credentialSubject", "proof", "signature", "signatures", "vc"];
const damaged = (why) => new Fault("damaged", why);
const nothing = () => new Fault("no-credential", "no certificate in this file");

// The token (or what stands in its place) in the file `data`; a Fault where there is none.
function find(data) {
  if (data.length > LARGEST_FILE) throw damaged("the file is larger than 10 MB");
  const start = latin(data.subarray(0, 1024));
  if (start.startsWith("\x89PNG")) return inPng(data);
  if (start.includes("%PDF-")) return inPdf(data);
  if (PICTURES.some((begin) => start.startsWith(begin))) throw nothing();
  let text;
  try {
    text = strip(fromBytes(data).replace(/^\ufeff/, ""));
  } catch {
    throw nothing();
  }
  return text.startsWith("<") ? inSvg(text) : inText(text);
}

function inText(text) {
  if (text.startsWith("{")) return inJson(text);
  if (isCode(text)) return unpack(text);
  // How the base64 of every JSON object begins: a token, perhaps broken over lines.
  if (text.startsWith("eyJ")) return text.replace(BLANKS, "");
  throw nothing();
}

function inJson(text) {
  const value = readJson(text);
  const token = [value.credential, value.jwt].find((one) => typeof one === "string");
  if (token !== undefined) return strip(token);
  if (isObject(value.credential) || OTHER_FORMS.some((name) => name in value)) {
    throw new Fault("not-accepted", "a credential, but not as a signed token");
  }
  throw nothing();
}

function inPng(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (!same(data.subarray(0, 8), PNG_START)) throw damaged("the image does not begin as a PNG");
  const tokens = [];
  for (let at = 8, kind = ""; kind !== "IEND"; ) {
    if (at + 12 > data.length) throw damaged("the image is cut off");
    const end = at + 12 + view.getUint32(at);
    if (end > data.length) throw damaged("the image is cut off");
    if (crc32(data.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) throw damaged("a checksum is wrong");
    kind = latin(data.subarray(at + 4, at + 8));
    const inside = data.subarray(at + 8, end - 4);
    if (kind === "iTXt" && latin(inside.subarray(0, 20)) === "openbadgecredential\0") tokens.push(inside);
    at = end;
  }
  if (tokens.length > 1) throw damaged("the image holds more than one certificate");
  if (!tokens.length) throw nothing();
  return inImage(chunkText(tokens[0]));
}

// The text of an iTXt chunk: keyword, 0, packed?, method, language, 0, translated keyword, 0, text.
function chunkText(chunk) {
  const rest = chunk.subarray(20);
  const first = rest.indexOf(0, 2);
  const second = first < 0 ? -1 : rest.indexOf(0, first + 1);
  if (second < 0 || rest[0] > 1 || rest[1] !== 0) throw damaged("the chunk with the certificate is broken");
  const text = rest.subarray(second + 1);
  return rest[0] ? inflateZlib(text, LARGEST_INFLATED) : text;
}

function inImage(bytes) {
  let text;
  try {
    text = strip(fromBytes(bytes));
  } catch {
    throw damaged("what stands in the image is not text");
  }
  if (!text) throw nothing();
  return text.startsWith("{") ? inJson(text) : text;
}

function inSvg(text) {
  if (!text.includes("<svg")) throw nothing();
  if (!text.includes("</svg") && !text.endsWith("/>")) throw damaged("the image is cut off");
  // Counted before the search, which would read the rest of the file for each of many elements that do not end.
  if (text.split("<openbadges:credential", 3).length > 2) throw damaged("the image holds more than one certificate");
  const found = BADGE.exec(text);
  if (!found) throw nothing();
  const [, attributes, content, data] = found;
  const verify = VERIFY.exec(attributes);
  return inImage(toBytes(verify ? verify[1] || verify[2] || "" : content || data || ""));
}

function inPdf(data) {
  const text = latin(data);
  if (!text.slice(-1024).includes("%%EOF")) throw damaged("the document is cut off");
  let refused = null;
  const streams = new RegExp(STREAM, "g");
  for (let found; (found = streams.exec(text)); ) {
    const start = found.index + found[0].length;
    const next = text.indexOf("endstream", start);
    const end = next < 0 ? data.length : next;
    streams.lastIndex = end; // on from there: every byte is read once
    const before = text.slice(Math.max(0, found.index - 2000), found.index);
    const about = before.slice(before.lastIndexOf(" obj") + 1);
    try {
      const token = inStream(data.subarray(start, end), about.includes("/FlateDecode"));
      if (token !== null) return token;
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      if (fault.code === "not-accepted") refused = fault;
    }
  }
  throw refused ?? nothing();
}

// The token in a stream, null for a stream of another kind, of which a document has thousands: only what begins like a
// token is inflated whole.
function inStream(stream, packed) {
  const begin = latin(packed ? zlibStart(stream, 64) : stream.subarray(0, 64)).replace(/^\xef\xbb\xbf/, "");
  if (!/^\s*(?:eyJ|\{|AISKILLS1\.)/.test(begin)) return null;
  const bytes = packed ? inflateZlib(stream, LARGEST_INFLATED) : stream;
  return inText(strip(fromLoose(bytes).replace(/^\ufeff/, "")));
}
