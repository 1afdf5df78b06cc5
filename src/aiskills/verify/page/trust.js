// Who may have signed, and what status lists say (as verify/issuers.py and verify/status.py). A key in a token's header
// is no key, and nothing is ever fetched. Moments are microseconds since 1970.
const DID_KEY = "did:key:";
const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;
const PURPOSES = ["revocation", "suspension"];
const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

// A moment written as in W3C documents, with its zone; null where it is not one.
function time(value) {
  const found = typeof value === "string" ? TIME.exec(value) : null;
  if (!found) return null;
  const [year, month, date, hour, minute, second] = found.slice(1, 7).map(Number);
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, date);
  const real = year > 0 && at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
  const zone = (found[8] === "-" ? -60 : 60) * (60 * Number(found[9] ?? 0) + Number(found[10] ?? 0));
  if (!real || hour > 23 || minute > 59 || second > 59 || Math.abs(zone) >= 86_400) return null;
  const seconds = at.getTime() / 1000 + 3600 * hour + 60 * minute + second - zone;
  return seconds * SECOND + Number((found[7] ?? "").slice(0, 6).padEnd(6, "0"));
}

// The 32 bytes of an Ed25519 key written as a Multikey ("z6Mk..."), or null.
function multikey(text) {
  if (typeof text !== "string" || !text.startsWith("z") || text.length > 64) return null;
  const data = base58(text.slice(1));
  return data?.length === 34 && data[0] === 0xed && data[1] === 1 ? data.subarray(2) : null;
}

function pinnedKey({ id, multibase, from, until, compromised }) {
  const moments = [time(from), until == null ? null : time(until)];
  return { id, raw: multikey(multibase), from: moments[0], until: moments[1], compromised: compromised != null };
}

// The pinned issuer of this name, or the one that a did:key describes itself, or null: not known here.
function findIssuer(trust, did) {
  const entry = trust.issuers.find(({ id }) => id === did);
  if (entry) return { id: did, name: entry.name, keys: entry.keys.map(pinnedKey), pinned: true };
  const name = did.startsWith(DID_KEY) ? did.slice(DID_KEY.length) : "";
  const raw = multikey(name);
  return raw && { id: did, name: null, keys: [{ id: `${did}#${name}`, raw, from: null, until: null }], pinned: false };
}

// The keys that a token may mean: the one it names, or, where it names none, all.
const namedKeys = (issuer, kid) => issuer.keys.filter(({ id }) => kid === undefined || id === kid);

// Whether what is signed with this key and dated `moment` counts.
function stands(key, moment) {
  const within = (key.from === null || key.from <= moment) && (key.until === null || moment <= key.until);
  return within && !key.compromised;
}

// A compact JWS taken apart; nothing is verified yet. A Fault where it is not in the one accepted form.
function parseToken(token) {
  if (token.length > LARGEST_TOKEN) throw new Fault("not-accepted", "the signed text is longer than 1 MB");
  const parts = token.split(".");
  if (parts.length !== 3) throw damaged("a signed text has three parts");
  const [head, body, signature] = parts.map(base64url);
  if (!head || !body || !signature) throw damaged("this is not base64url");
  const [header, payload] = [head, body].map(readJsonBytes);
  const refused = (why) => new Fault("not-accepted", why);
  if (!isObject(header) || !isObject(payload)) throw refused("header and payload must be JSON objects");
  const named = !("kid" in header) || typeof header.kid === "string";
  if (header.alg !== "EdDSA" || "crit" in header || !named) throw refused("only EdDSA is accepted");
  if (!signature.length) throw refused("there is no signature");
  if (signature.length !== 64) throw damaged("a signature has 64 bytes");
  return { header, payload, kid: header.kid, message: toBytes(`${parts[0]}.${parts[1]}`), signature };
}

const texts = (value) => (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
const items = (value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

// The places in status lists that a credential names; {url: null} for one that cannot be looked up.
function statusEntries(document) {
  return items(document.credentialStatus)
    .map(statusEntry)
    .filter((one) => one !== null);
}

function statusEntry(one) {
  if (!isObject(one) || !texts(one.type).includes("BitstringStatusListEntry")) return { url: null };
  const { statusPurpose: purpose, statusListIndex: said, statusListCredential: url } = one;
  if (typeof purpose === "string" && !PURPOSES.includes(purpose)) return null;
  const index = typeof said === "string" && /^\d{1,11}$/.test(said) ? Number(said) : said;
  const size = "statusSize" in one ? one.statusSize : 1;
  const whole = Number.isInteger(index) && index >= 0;
  const usable = PURPOSES.includes(purpose) && whole && typeof url === "string" && [1, "1"].includes(size);
  return usable ? { url, purpose, index } : { url: null };
}

const readLists = new Map();

// A status list taken apart, or null where it is none. The signature is not verified here.
function readList(token) {
  if (!readLists.has(token)) {
    let list = null;
    try {
      list = openList(parseToken(strip(token)));
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
    }
    readLists.set(token, list);
  }
  return readLists.get(token);
}

function openList(signed) {
  const { payload } = signed;
  const subject = payload.credentialSubject;
  const issuer = isObject(payload.issuer) ? payload.issuer.id : payload.issuer;
  const [made, until] = [time(payload.validFrom), time(payload.validUntil)];
  const agrees = payload.iss === issuer && (payload.jti ?? payload.id) === payload.id;
  const whole = isObject(subject) && typeof issuer === "string" && typeof payload.id === "string" && made !== null;
  if (!texts(payload.type).includes("BitstringStatusListCredential") || !whole || !agrees) return null;
  const { encodedList, statusPurpose, statusSize = 1 } = subject;
  if ((until === null) !== !("validUntil" in payload) || statusSize !== 1) return null;
  const packed = typeof encodedList === "string" && encodedList[0] === "u" ? base64url(encodedList.slice(1)) : null;
  if (!packed) return null;
  const bits = inflateGzip(packed, LARGEST_INFLATED);
  return { signed, id: payload.id, issuer, purposes: texts(statusPurpose), made, until, bits, verified: new Map() };
}

const saysRevoked = (list, index) => (list.bits[index >> 3] & (0x80 >> index % 8)) !== 0;

// Whether one of the issuer's keys, in its time, made the list's signature.
async function isGenuine(list, issuer, plain) {
  for (const key of namedKeys(issuer, list.signed.kid)) {
    const name = toHex(key.raw) + plain;
    if (!list.verified.has(name)) {
      list.verified.set(name, await verifySignature(key.raw, list.signed.signature, list.signed.message, plain));
    }
    if (stands(key, list.made) && list.verified.get(name)) return true;
  }
  return false;
}

// The newest genuine list of this issuer that covers the entry, or null; of two of one moment the one that revokes.
async function newestList(tokens, issuer, entry, plain) {
  let best = null;
  for (const list of tokens.map(readList)) {
    if (!list || list.id !== entry.url || list.issuer !== issuer.id || !list.purposes.includes(entry.purpose)) continue;
    if (entry.index >= 8 * list.bits.length || !(await isGenuine(list, issuer, plain))) continue;
    const newer = !best || list.made > best.made;
    if (newer || (list.made === best.made && saysRevoked(list, entry.index))) best = list;
  }
  return best;
}
