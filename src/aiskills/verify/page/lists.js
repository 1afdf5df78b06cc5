// Lists that a person adds: a newer status list, another list of issuers, or both in one. Known by their content.

// {issuers: [...] or null, status: [...]} for such a file, {broken: true} for one that is not written as it must be,
// else null: the file is checked as a certificate.
function recognise(data) {
  let said;
  try {
    if (data.length > LARGEST_FILE) return null;
    said = strip(fromBytes(data).replace(/^\ufeff/, ""));
  } catch {
    return null;
  }
  if (said.startsWith("eyJ")) {
    const token = said.replace(BLANKS, "");
    return readList(token) ? { issuers: null, status: [token] } : null;
  }
  if (!said.startsWith("{")) return null;
  let value;
  try {
    value = readJson(said);
  } catch {
    return null;
  }
  if (!("issuers" in value)) return null;
  const { format = "aiskills-issuers", version = 1, issuers, status = [] } = value;
  const known = format === "aiskills-issuers" && version === 1 && Array.isArray(issuers) && Array.isArray(status);
  if (!known || !issuers.every(isIssuer) || !status.every((one) => typeof one === "string")) return { broken: true };
  return { issuers: issuers.length ? issuers : null, status };
}

function isIssuer(one) {
  if (!isObject(one) || ![one.id, one.name].every((part) => typeof part === "string" && strip(part))) return false;
  return one.id.startsWith("did:") && Array.isArray(one.keys) && one.keys.every((key) => isKey(key, one.id));
}

function isKey(one, did) {
  if (!isObject(one) || typeof one.id !== "string" || !one.id.startsWith(`${did}#`)) return false;
  const own = !did.startsWith(DID_KEY) || did === DID_KEY + one.multibase;
  const dated = [one.until, one.compromised].every((end) => end == null || time(end) !== null);
  return own && dated && time(one.from) !== null && multikey(one.multibase) !== null;
}

// The issuers of two lists together: where both pin the same key, the stricter dates count, so that no older list
// brings a withdrawn key back. Null where they say different things of one key.
function mergeIssuers(known, added) {
  const merged = new Map(known.map((issuer) => [issuer.id, { ...issuer, keys: [...issuer.keys] }]));
  const earliest = (...ends) => ends.filter((end) => end != null).sort((a, b) => time(a) - time(b))[0] ?? null;
  for (const issuer of added) {
    if (!merged.has(issuer.id)) merged.set(issuer.id, { ...issuer, keys: [] });
    const { keys } = merged.get(issuer.id);
    for (const key of issuer.keys) {
      const place = keys.findIndex(({ id }) => id === key.id);
      const old = keys[place] ?? key;
      if (old.multibase !== key.multibase) return null;
      const from = time(old.from) > time(key.from) ? old.from : key.from;
      const ends = { until: earliest(old.until, key.until), compromised: earliest(old.compromised, key.compromised) };
      keys.splice(place < 0 ? keys.length : place, 1, { ...key, from, ...ends });
    }
  }
  return [...merged.values()];
}

// What a status list says of itself; null where its issuer did not sign it. `pinned`: only of issuers trusted here.
async function genuineFacts(token, trust, pinned = false) {
  const list = readList(token);
  const issuer = list && findIssuer(trust, list.issuer);
  if (!issuer || (pinned && !issuer.pinned) || !(await isGenuine(list, issuer, false))) return null;
  const { validFrom, validUntil = null } = list.signed.payload;
  return { issuer: harmless(issuer.name ?? issuer.id), made: validFrom, until: validUntil };
}
