// The check (as verify/checking.py): one file, one report. The first outcome that applies is given.
const LEEWAY = 60 * SECOND;
const VC = "https://www.w3.org/ns/credentials/v2";
const CONTEXTS = {
  badge: "https://purl.imsglobal.org/spec/ob/v3p0/context",
  record: "https://purl.imsglobal.org/spec/clr/v2p0/context",
};
const KINDS = new Map([
  ["OpenBadgeCredential", "badge"],
  ["AchievementCredential", "badge"],
  ["ClrCredential", "record"],
]);
const VALID = ["good", "status-old", "status-unknown", "unknown-issuer"];
const textOf = (value) => (typeof value === "string" ? value : null);
const objectOf = (value) => (isObject(value) ? value : {});

// The report on the file `data` (bytes). `now` is a Date; `email` asks whether the certificate belongs to that address;
// `plain` leaves WebCrypto out. Bad files never throw.
async function check(data, trust, { now, email = null, plain = false }) {
  const report = {
    outcome: "",
    valid: false,
    trusted: false,
    kind: null,
    facts: factsOf(null),
    status: { listed: false, made: null, until: null, ageDays: null },
    personChecked: false,
  };
  try {
    const signed = parseToken(find(data));
    report.kind = kindOf(signed.payload);
    report.outcome = await judge(signed, trust, { now: now.getTime() * 1000, email, plain }, report);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    report.outcome = fault.code;
  }
  report.valid = report.outcome === "unknown-key" ? null : VALID.includes(report.outcome);
  return report;
}

function issuerId(document) {
  const issuer = objectOf(document).issuer;
  return textOf(isObject(issuer) ? issuer.id : issuer);
}

// "badge" or "record"; a Fault for any other document, and for one without its main parts.
function kindOf(payload) {
  const refused = (why) => new Fault("not-accepted", why);
  const { type, "@context": contexts, credentialSubject: subject } = payload;
  const lists = Array.isArray(type) && Array.isArray(contexts);
  if (!lists || contexts[0] !== VC) throw refused("not a credential of the W3C data model 2.0");
  const kinds = new Set(type.filter((one) => KINDS.has(one)).map((one) => KINDS.get(one)));
  if (!type.includes("VerifiableCredential") || kinds.size !== 1) throw refused("neither a badge nor a learner record");
  const [kind] = kinds;
  if (!contexts.some((one) => textOf(one)?.startsWith(CONTEXTS[kind]))) throw refused("the context is of another kind");
  const issuer = issuerId(payload);
  const ends = !("validUntil" in payload) || time(payload.validUntil) !== null;
  if (textOf(payload.id) === null || !issuer || !isObject(subject) || time(payload.validFrom) === null || !ends) {
    throw refused("id, issuer, subject or date is missing");
  }
  const members = subject.verifiableCredential;
  if (kind === "badge" && !isObject(subject.achievement)) throw refused("no achievement is named");
  if (kind === "record" && !(Array.isArray(members) && members.every((one) => issuerId(one) === issuer))) {
    throw refused("a learner record must hold credentials, all of its own issuer");
  }
  return kind;
}

async function judge(signed, trust, { now, email, plain }, report) {
  const { payload, kid } = signed;
  const did = issuerId(payload);
  const issuer = findIssuer(trust, did);
  report.facts = factsOf(payload, kid, issuer?.name);
  if (!issuer) return "unknown-key";
  const keys = namedKeys(issuer, kid);
  if (!keys.length) {
    const foreign = kid !== undefined && (kid.split("#")[0] !== issuer.id || issuer.id.startsWith(DID_KEY));
    return foreign ? "forged" : "unknown-key";
  }
  let key = null;
  for (const one of keys) {
    if (!key && (await verifySignature(one.raw, signed.signature, signed.message, plain))) key = one;
  }
  const [issued, until] = [time(payload.validFrom), time(payload.validUntil)];
  if (!key || !claimsAgree(payload, did, issued, until)) return "forged";
  report.facts.keyId = key.id;
  if (!stands(key, issued)) return "withdrawn-key";
  report.trusted = issuer.pinned;
  const looked = await lookUp(payload, trust, issuer, now, plain, report);
  if (issued > now + LEEWAY) return "not-yet-valid";
  if (until !== null && until < now) return "expired";
  if (looked === "revoked") return "revoked";
  if (email !== null) {
    report.personChecked = true;
    if (!belongs(payload, email)) return "other-person";
  }
  return issuer.pinned ? looked : "unknown-issuer";
}

// Whether the registered claims of the token say the same as its body.
function claimsAgree(payload, did, issued, until) {
  const seconds = (said, moment) => typeof said === "number" && said === Math.floor(moment / SECOND);
  const subject = payload.credentialSubject.id;
  return (
    payload.iss === did &&
    JSON.stringify(payload.sub ?? null) === JSON.stringify(subject ?? null) &&
    payload.jti === payload.id &&
    seconds(payload.nbf, issued) &&
    (!("exp" in payload) || (until !== null && seconds(payload.exp, until)))
  );
}

// "revoked", "status-unknown", "status-old" or "good"; the list that decides stands in the report.
async function lookUp(payload, trust, issuer, now, plain, report) {
  const own = statusEntries(payload);
  const members = items(payload.credentialSubject.verifiableCredential).filter(isObject);
  const entries = [...own, ...members.flatMap(statusEntries)];
  const lists = [];
  for (const entry of entries) {
    lists.push(entry.url === null ? null : await newestList(trust.status, issuer, entry, plain));
  }
  const revoked = lists.filter((list, at) => list && saysRevoked(list, entries[at].index));
  const there = revoked.length ? revoked : lists.filter((list) => list);
  if (there.length) {
    const oldest = there.reduce((least, one) => (one.made < least.made ? one : least));
    const { validFrom, validUntil = null } = oldest.signed.payload;
    const ageDays = Math.max(0, Math.floor((now - oldest.made) / DAY));
    report.status = { listed: true, made: validFrom, until: validUntil, ageDays };
  }
  report.status.listed = own.length > 0;
  if (revoked.length) return "revoked";
  if (!own.length || lists.includes(null)) return "status-unknown";
  return there.some(({ until }) => until !== null && until < now) ? "status-old" : "good";
}

// Whether one of the hashed addresses in a certificate is this one.
function belongs(payload, email) {
  const address = strip(email).toLowerCase();
  return items(payload.credentialSubject.identifier).some((one) => {
    const { hashed, identityType, identityHash, salt = "" } = objectOf(one);
    const anAddress = hashed === true && identityType === "emailAddress";
    if (!anAddress || textOf(identityHash) === null || textOf(salt) === null) return false;
    return identityHash.toLowerCase() === `sha256$${toHex(sha256(toBytes(address + salt)))}`;
  });
}

// What a certificate says, as plain texts. Nothing in it is trusted: any part may be missing or odd.
function factsOf(payload, kid, pinnedName) {
  const { issuer, credentialSubject, validFrom, validUntil, id, name, evidence } = objectOf(payload);
  const named = isObject(issuer) ? issuer : { id: issuer };
  const subject = objectOf(credentialSubject);
  const achievement = objectOf(subject.achievement);
  const members = items(subject.verifiableCredential).map((one) => objectOf(objectOf(one).credentialSubject));
  return {
    name: personName(subject),
    achievement: textOf(achievement.name) || textOf(name),
    achievementType: textOf(achievement.achievementType),
    issuer: pinnedName || textOf(named.name),
    issuerId: textOf(named.id),
    validFrom: textOf(validFrom),
    validUntil: textOf(validUntil),
    id: textOf(id),
    results: resultsOf(subject),
    evidence: items(evidence).map((one) => textOf(objectOf(one).id)).filter(Boolean),
    alignments: items(achievement.alignment)
      .filter(isObject)
      .map(({ targetFramework, targetCode, targetName }) => ({
        framework: textOf(targetFramework),
        code: textOf(targetCode),
        name: textOf(targetName),
      })),
    members: members.map((one) => ({ achievement: textOf(objectOf(one.achievement).name), results: resultsOf(one) })),
    keyId: kid ?? null,
    language: textOf(achievement.inLanguage),
  };
}

function personName(subject) {
  const named = items(subject.identifier).find(
    (one) => isObject(one) && one.identityType === "name" && one.hashed === false,
  );
  return named ? textOf(named.identityHash) : null;
}

function resultsOf(subject) {
  const described = new Map();
  for (const one of items(objectOf(subject.achievement).resultDescription)) {
    if (textOf(objectOf(one).id) !== null) described.set(one.id, textOf(one.name));
  }
  return items(subject.result)
    .filter((one) => textOf(objectOf(one).value) !== null)
    .map((one) => ({ name: described.get(one.resultDescription) ?? null, value: one.value }));
}
