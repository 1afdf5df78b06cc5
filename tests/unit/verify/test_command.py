"""``aiskills verify``: what people read, what programs read, the exit status; and the lists of who is trusted."""

import copy
import json
from datetime import UTC, datetime

import pytest

from aiskills.verify import command, sentence, trust
from aiskills.verify.command import verify
from aiskills.verify.sentences import FOLDER, harmless, languages, words
from tests.unit.verify import files, making
from tests.unit.verify.test_cases import BY_NAME, CASES, NOW, report


@pytest.fixture
def bundle(tmp_path):
    """The trust bundle of the shared set in a file, and nothing from the checkout."""
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(files.trust(NOW) | {"status": files.trust(NOW)["status"][:-1]}), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def no_checkout(monkeypatch):
    monkeypatch.setattr(trust, "default", list)


def put(folder, name):
    path = folder / f"{name}-{BY_NAME[name].filename}"
    path.write_bytes(BY_NAME[name].data)
    return path


def test_a_good_file_is_told_in_a_sentence_and_facts(tmp_path, bundle, capsys):
    status = verify([put(tmp_path, "good-png")], [bundle], now=NOW, email=files.EMAIL)
    out = capsys.readouterr().out
    assert status == 0
    assert (
        "  This certificate is genuine. Example Learning Institute gave it to Amina Diallo on 2026-11-10 for "
        "“AI Skills Essentials”. It was not revoked when the list of revoked certificates at hand was made "
        "(age of that list in days: 3)."
    ) in out
    for line in (
        "    valid: yes",
        "    issuer trusted: yes, it is pinned here",
        "    name: Amina Diallo",
        "    what: AI Skills Essentials (Badge)",
        "    issuer: Example Learning Institute (did:web:learning.example.org)",
        "    issued: 2026-11-10",
        "    result: Split before you look: 86",
        "    aligned to: Example Digital Framework 1.2 Information and data literacy",
        "    evidence: urn:sha256:",
        "    id: urn:uuid:00000000-0000-4000-8000-000000000001",
        "    key: did:web:learning.example.org#key-2",
        "    status list: made 2026-11-17, 3 days ago",
        "    e-mail: fits",
    ):
        assert line in out


def test_the_exit_status_is_0_only_if_every_file_is_good(tmp_path, bundle):
    good, old, bad = (put(tmp_path, name) for name in ("good-token", "status-list-too-old", "edited-result"))
    assert verify([good, put(tmp_path, "record")], [bundle], now=NOW) == 0
    for other in (old, bad, tmp_path / "missing.jwt"):
        assert verify([good, other], [bundle], now=NOW) == 1
        assert verify([other, good], [bundle], now=NOW) == 1


def test_a_missing_file_is_one_sentence_and_the_others_are_still_checked(tmp_path, bundle, capsys):
    assert verify([tmp_path / "no.jwt", tmp_path, put(tmp_path, "good-token")], [bundle], now=NOW) == 1
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        f"{tmp_path / 'no.jwt'}: this file cannot be read (No such file or directory).",
        f"{tmp_path}: this file cannot be read (Is a directory).",
    ]
    assert "This certificate is genuine" in told.out


def test_claims_of_a_forged_file_are_told_as_claims(tmp_path, bundle, capsys):
    verify(
        [put(tmp_path, "edited-name"), put(tmp_path, "unpinned-did-key"), put(tmp_path, "alg-none")], [bundle], now=NOW
    )
    forged, alone, refused = capsys.readouterr().out.strip().split("\n\n")
    assert "Do not accept this certificate" in forged and "what follows is only what the file claims" in forged
    assert "valid: no" in forged and "issuer trusted: no" in forged
    assert "valid: yes" in alone and "trusted: no" in alone, "two statements, each for itself"
    assert "only what the file claims" not in alone and "the issuer chose its name itself" in alone
    assert refused.splitlines()[-1].strip() == "outcome: not-accepted", "nothing is told of what was not read"


def test_no_name_can_drive_the_terminal(tmp_path, bundle, capsys):
    verify([put(tmp_path, "good-name-with-control-characters")], [bundle], now=NOW)
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\u202e" not in out
    assert "name: Amina\ufffd\ufffd[31m olla" in out


def test_json_for_programs_is_one_object_a_line(tmp_path, bundle, capsys):
    paths = [put(tmp_path, name) for name in ("good-token", "good-pseudonym", "revoked", "empty")]
    assert verify(paths, [bundle], as_json=True, now=NOW) == 1
    out = capsys.readouterr().out
    assert out.isascii()
    told = [json.loads(line) for line in out.splitlines()]
    assert [one["outcome"] for one in told] == ["good", "good", "revoked", "no-credential"]
    assert [one["file"] for one in told] == list(map(str, paths))
    assert told[1]["facts"]["name"] == "كاتب" and told[0]["sentence"].startswith("This certificate is genuine.")


def test_with_nobody_pinned_it_says_so(tmp_path, capsys):
    assert verify([put(tmp_path, "good-token")], [], now=NOW) == 1
    out = capsys.readouterr().out
    assert out.startswith("No issuer is pinned here")
    assert "cannot be checked here" in out and "valid: cannot be said here" in out


def test_an_unknown_language_is_told(tmp_path, bundle):
    with pytest.raises(SystemExit, match="no sentences in 'tlh'. Choose one of: .*en"):
        verify([], [bundle], lang="tlh", now=NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_report_can_be_told_in_a_sentence(case):
    told = sentence(report(case))
    assert told.endswith((".", ").")) and "{" not in told and "None" not in told


@pytest.mark.parametrize("lang", languages())
def test_every_language_has_a_sentence_for_every_outcome_with_the_same_blanks(lang):
    english, own = words("en")["outcomes"], words(lang)["outcomes"]
    assert english.keys() == own.keys() == {case.expected for case in CASES}
    allowed = {"issuer": "I", "name": "N", "achievement": "A", "date": "D", "days": "7"}
    for outcome, text in own.items():
        assert text.format_map(allowed) and set(blanks(text)) <= set(blanks(english[outcome])), outcome


def blanks(text):
    from string import Formatter

    return [field for _, field, _, _ in Formatter().parse(text) if field]


def test_english_fills_every_blank_of_a_nameless_certificate():
    made = copy.deepcopy(report(BY_NAME["good-without-a-name"]))
    assert "gave it to a person whose name it does not give on 2026-11-10" in sentence(made)
    for name in ("issuer", "achievement", "validFrom"):
        made["facts"][name] = None
    assert "an issuer without a name" in sentence(made) and "a day that it does not give" in sentence(made)
    assert (FOLDER / "en.json").is_file()


def test_a_name_with_braces_stays_a_name():
    made = copy.deepcopy(report(BY_NAME["good-token"]))
    made["facts"]["name"] = "{issuer} {0.__class__}"
    assert "{issuer} {0.__class__}" in sentence(made)


@pytest.mark.parametrize(
    "text", ["Amina Diallo", "أمينة ديالو", "阿米娜", "क्‍ष", "مي‌خواهم", "O'Neil-Ångström"], ids=range(6)
)
def test_names_in_every_script_stay_as_they_are(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\x7f", "\x9b", "\n", "\r", "\u202a", "\u202e", "\u2066", "\u200f", "\u2028"]
)
def test_signs_that_control_are_made_visible(sign):
    assert harmless(f"a{sign}b") == "a\ufffdb"


def test_a_very_long_text_is_cut():
    assert harmless("x" * 1_000_000) == "x" * 300 + "…"


# The lists of who is trusted.


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def issuers(**change):
    return {"format": "aiskills-issuers", "version": 1, "issuers": copy.deepcopy(files.trust(NOW)["issuers"])} | change


def test_a_folder_as_the_book_keeps_it_is_the_same_as_a_bundle(tmp_path, bundle):
    folder = tmp_path / "certificates"
    write(folder / "issuers.json", issuers())
    lists = files.trust(NOW)["status"][:-1]
    for number, token in enumerate(lists):
        write(folder / "status" / f"{number:02d}.jwt", token + "\n")
    assert trust.load([folder]) == trust.load([bundle]) == trust.load([folder, bundle])
    assert trust.load([folder])["status"] == lists
    single = trust.load([folder / "issuers.json", folder / "status" / "01.jwt"])
    assert single["status"] == [lists[1]] and len(single["issuers"]) == 2
    assert trust.load([]) == {"issuers": [], "status": []}


def test_of_two_lists_the_stricter_dates_of_a_key_count(tmp_path):
    newer = issuers()
    newer["issuers"][0]["keys"][1] |= {"until": "2026-06-01T00:00:00Z", "compromised": "2026-05-01T00:00:00Z"}
    paths = [write(tmp_path / "a.json", issuers()), write(tmp_path / "b.json", newer)]
    for order in (paths, paths[::-1]):
        key = next(key for key in trust.load(order)["issuers"][0]["keys"] if key["id"] == files.KID)
        assert key["until"] == "2026-06-01T00:00:00Z" and key["compromised"] == "2026-05-01T00:00:00Z"
        made = command.check(BY_NAME["good-token"].data, trust.load(order), now=NOW)
        assert made["outcome"] == "withdrawn-key"


def changed(path, value):
    def change(document):
        place = document["issuers"][0]
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (changed(["id"], "https://example.org"), "must have an id"),
        (changed(["name"], " "), "must have an id .* a name"),
        (changed(["keys"], None), "keys"),
        (changed(["url"], 5), "url of did:web"),
        (changed(["keys", 0, "id"], "did:web:elsewhere.example.com#key-1"), "must begin with did:web:learning"),
        (changed(["keys", 0, "multibase"], "z6MkNoKey"), "not an Ed25519 key"),
        (changed(["keys", 0, "from"], "2026-01-01"), "dates of did:web"),
        (changed(["keys", 0, "until"], "soon"), "dates of did:web"),
        (changed(["keys", 0, "compromised"], True), "dates of did:web"),
        (lambda d: d.update(version=2), "this version"),
        (lambda d: d.update(format="other"), "this version"),
        (lambda d: d.update(issuers={}), "must be lists"),
        (lambda d: d.pop("issuers"), "not a list of issuers"),
        (lambda d: d["issuers"][1]["keys"][0].update(multibase=files.FREE.multibase), "not the one that did:key"),
        (lambda d: d.update(status=["x.y.z"]), "neither a list of issuers nor a status list"),
    ],
    ids=range(15),
)
def test_a_wrong_list_is_told_in_a_sentence(tmp_path, change, message):
    document = issuers()
    change(document)
    with pytest.raises(SystemExit, match=message):
        trust.load([write(tmp_path / "issuers.json", document)])


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "not whole JSON"), ("", "neither"), ("eyJ.x.y", "neither"), ("{" * 90_000, "not whole JSON")],
    ids=range(4),
)
def test_a_file_that_is_no_list_is_told_in_a_sentence(tmp_path, text, message):
    with pytest.raises(SystemExit, match=message):
        trust.load([write(tmp_path / "list.json", text)])


def test_a_missing_list_an_empty_folder_and_another_key_of_the_same_name_are_told(tmp_path):
    with pytest.raises(SystemExit, match="no list of issuers"):
        trust.load([tmp_path / "missing.json"])
    with pytest.raises(SystemExit, match="holds no issuers.json"):
        trust.load([tmp_path])
    (tmp_path / "bytes.jwt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SystemExit, match="cannot be read as text"):
        trust.load([tmp_path / "bytes.jwt"])
    other = issuers()
    other["issuers"][0]["keys"][0]["multibase"] = files.FREE.multibase
    with pytest.raises(SystemExit, match="another one in another list"):
        trust.load([write(tmp_path / "a.json", issuers()), write(tmp_path / "b.json", other)])


def test_the_lists_of_the_checkout_are_read_if_they_are_there(tmp_path, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(trust, "BOOK", tmp_path / "certificates")
    assert trust.default() == []
    write(tmp_path / "certificates" / "issuers.json", issuers())
    assert trust.default() == [tmp_path / "certificates"]
    assert verify([put(tmp_path, "good-token")], now=NOW) == 1, "signed and pinned, but no status list is there"
    write(tmp_path / "certificates" / "status" / "1.jwt", files.trust(NOW)["status"][1])
    assert verify([put(tmp_path, "good-token")], now=NOW) == 0


def test_without_a_time_given_the_clock_of_the_machine_counts(tmp_path, capsys):
    later = making.badge(files.WEB, datetime(2999, 1, 1, tzinfo=UTC))
    path = write(tmp_path / "bundle.json", {"issuers": files.trust(NOW)["issuers"], "status": []})
    (tmp_path / "later.jwt").write_text(making.sign(later, files.CURRENT, files.KID))
    verify([tmp_path / "later.jwt"], [path])
    assert "outcome: not-yet-valid" in capsys.readouterr().out
