// Lists that a person adds: a newer status list, another list of issuers, or both in one bundle. Known by their content.

// {issuers: [...] or null, status: [...]} for such a file, {broken: true} for one that is not written as it must be, else
// null: the file is checked as a certificate.
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
  if (value.format !== "aiskills-issuers" && !("issuers" in value && "status" in value)) return null;
  const { issuers = [], status = [] } = value;
  const whole = Array.isArray(issuers) && issuers.every(isIssuer) && Array.isArray(status);
  if (!whole || !status.every((one) => typeof one === "string")) return { broken: true };
  return { issuers: issuers.length ? issuers : null, status };
}

function isIssuer(one) {
  return isObject(one) && [one.id, one.name].every((part) => typeof part === "string") && items(one.keys).every(isKey);
}

function isKey(one) {
  if (!isObject(one) || typeof one.id !== "string") return false;
  const key = pinnedKey(one);
  return key.raw !== null && key.from !== null && (one.until == null) === (key.until === null);
}

// What a status list says of itself, in the words of whoever is trusted here; null where nobody trusted signed it.
async function genuineFacts(token, trust) {
  const list = readList(token);
  const issuer = list && findIssuer(trust, list.issuer);
  if (!issuer || !(await isGenuine(list, issuer, false))) return null;
  const { validFrom, validUntil = null } = list.signed.payload;
  return { issuer: harmless(issuer.name ?? issuer.id), made: validFrom, until: validUntil };
}
