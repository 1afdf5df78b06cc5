// The text of a square code (as verify/carrying.py): 64 signature bytes and the packed header and payload, in base 41.
const BASE41 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-.";
const SQUARE_CODE = /^(?:AISKILLS1\.|[A-Za-z][A-Za-z0-9+.-]*:[^#]*#1\.)(.*)$/s;
const BLANKS = /[ \t\r\n]+/g;
const LARGEST_INFLATED = 2_000_000;
const LARGEST_TOKEN = 1_000_000;

const isCode = (text) => SQUARE_CODE.test(text.replace(BLANKS, ""));

// Three digits stand for two bytes, two digits for a last odd byte; the least digit comes first.
function base41(text) {
  if (text.length > 2 * LARGEST_TOKEN) throw new Fault("not-accepted", "the code is longer than that of any token");
  if (text.length % 3 === 1) throw new Fault("damaged", "the code is cut off");
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 ? 1 : 0));
  for (let at = 0, place = 0; at < text.length; at += 3) {
    const digits = text.slice(at, at + 3).split("").map((letter) => BASE41.indexOf(letter));
    const value = digits.reduceRight((sum, digit) => sum * 41 + digit, 0);
    const whole = digits.length === 3;
    const fits = !digits.includes(-1) && value < (whole ? 65536 : 256);
    if (!fits) throw new Fault("damaged", "the code has a wrong letter");
    if (whole) bytes[place++] = value >> 8;
    bytes[place++] = value & 255;
  }
  return bytes;
}

// The signed token that a code's text carries: digits alone, after "AISKILLS1.", or at the end of an address.
function unpack(text) {
  const digits = text.replace(BLANKS, "");
  const body = base41(SQUARE_CODE.exec(digits)?.[1] ?? digits);
  if (body.length < 64) throw new Fault("damaged", "the code is cut off");
  const { data, end } = inflateRaw(body, LARGEST_INFLATED, 64);
  const line = data.indexOf(10);
  if (line < 0 || end !== body.length) throw new Fault("damaged", "the code is broken");
  if (data.length - 1 > LARGEST_TOKEN) throw new Fault("not-accepted", "the signed text is longer than 1 MB");
  return [data.subarray(0, line), data.subarray(line + 1), body.subarray(0, 64)].map(toBase64url).join(".");
}
