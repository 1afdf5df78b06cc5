// A strict reader of JSON. The browser's own takes the last of two equal keys and any depth: two checkers that choose
// differently among equal keys could be shown two different certificates in one signed text.
const DEEPEST = 32;
const HOPELESS = 900; // so deep that reading on would only risk the stack
const MOST_DIGITS = 4300; // of a whole number, as in Python
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// The value of a JSON text. Not JSON: a Fault "damaged". Equal keys, too deep, half a character: "not-accepted".
// Objects have no prototype: a key such as "constructor" is there only where the text has it.
function readJson(text) {
  let at = 0;
  let refusal = null; // thrown at the end: that the text is no JSON at all comes first
  const wrong = () => new Fault("damaged", "not JSON");
  const refused = (why) => new Fault("not-accepted", why);
  const space = () => {
    while (" \t\n\r".includes(text[at]) && at < text.length) at++;
  };
  const string = () => {
    let value = "";
    at++;
    for (;;) {
      const start = at;
      while (at < text.length && text[at] !== '"' && text[at] !== "\\" && text[at] >= " ") at++;
      value += text.slice(start, at);
      if (text[at] === '"') break;
      if (text[at] !== "\\") throw wrong();
      const letter = text[at + 1];
      if (letter === "u") {
        const code = text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(code)) throw wrong();
        value += String.fromCharCode(parseInt(code, 16));
        at += 6;
      } else if (letter in ESCAPES) {
        value += ESCAPES[letter];
        at += 2;
      } else throw wrong();
    }
    at++;
    if (/[\ud800-\udfff]/u.test(value)) refusal ??= refused("half a character");
    return value;
  };
  const number = () => {
    NUMBER.lastIndex = at;
    const [found, fraction, exponent] = NUMBER.exec(text) ?? [];
    if (!found || (!fraction && !exponent && found.replace("-", "").length > MOST_DIGITS)) throw wrong();
    at += found.length;
    return Number(found);
  };
  const inside = (close, depth, one) => {
    if (depth > HOPELESS) throw refused("too deep");
    if (depth > DEEPEST) refusal ??= refused("too deep");
    at++;
    space();
    if (text[at] === close) {
      at++;
      return;
    }
    for (;;) {
      one();
      space();
      if (text[at] === close) break;
      if (text[at] !== ",") throw wrong();
      at++;
    }
    at++;
  };
  const value = (depth) => {
    space();
    const letter = text[at];
    if (letter === "{") {
      const object = Object.create(null);
      let twice = false;
      inside("}", depth, () => {
        space();
        if (text[at] !== '"') throw wrong();
        const key = string();
        twice ||= key in object;
        space();
        if (text[at++] !== ":") throw wrong();
        object[key] = value(depth + 1);
      });
      if (twice) throw refused("equal keys");
      return object;
    }
    if (letter === "[") {
      const array = [];
      inside("]", depth, () => array.push(value(depth + 1)));
      return array;
    }
    if (letter === '"') return string();
    for (const [word, meaning] of [["true", true], ["false", false], ["null", null]]) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    return number();
  };
  const read = value(1);
  space();
  if (at !== text.length) throw wrong();
  if (refusal) throw refusal;
  return read;
}

// The value of JSON in UTF-8.
function readJsonBytes(bytes) {
  let text;
  try {
    text = fromBytes(bytes);
  } catch {
    throw new Fault("damaged", "not UTF-8");
  }
  return readJson(text);
}
