"""The page that checks certificates, opened from a folder with the network off, against the shared set of files."""

from __future__ import annotations

import base64
import json
import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from aiskills.verify import check, sentence
from aiskills.verify.page import standalone
from tests.browser.rules import RULES, RULES_OF_COLOUR
from tests.unit.verify import files, making
from tests.unit.verify.files import CURRENT, KID, LIST, WEB

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SLOWEST = 2000  # milliseconds a check
# The shortest time of several counts: a slow file is slow each time, a machine that does something else is not.
CHECK_ALL = f"""async ([cases, trust, now, plain]) => {{
  const reports = [];
  for (const [data, email] of cases) {{
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    let [report, time] = [null, Infinity];
    for (let tries = 0; tries < 6 && time > {SLOWEST}; tries++) {{
      const start = performance.now();
      report = await aiskillsVerify.check(bytes, trust, {{ now: new Date(now), email, plain }});
      time = Math.min(time, performance.now() - start);
    }}
    reports.push([report, aiskillsVerify.sentence(report, "en"), time]);
  }}
  return reports;
}}"""
VERIFY = """async ([key, signature, message]) => {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const parts = [key, signature, message].map(bytes);
  return [await aiskillsVerify.verifySignature(...parts), await aiskillsVerify.verifySignature(...parts, true)];
}"""
DROP = """(files) => {
  const transfer = new DataTransfer();
  for (const [name, data] of files) {
    transfer.items.add(new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], name));
  }
  for (const kind of ["dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}"""
# A browser that can read square codes, as some phones' can: every picture reads as the text that is filled in.
READER = """
globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: %s }]; }
};
const canvas = document.createElement("canvas");
setInterval(() => canvas.getContext("2d").fillRect(0, 0, 9, 9), 50);
navigator.mediaDevices.enumerateDevices = async () => %s;
navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(30);
"""


def case(name: str) -> files.Case:
    return next(one for one in files.cases(NOW) if one.name == name)


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """The page as one file, with the issuers and status lists of the shared set."""
    path = tmp_path_factory.mktemp("verify") / "check a certificate.html"
    path.write_text(standalone(files.trust(NOW)), encoding="utf-8")
    return path


@pytest.fixture
def visit(watch, page_file):
    """Open the page on the day ``NOW`` with no network; at the end nothing was asked for and no error was logged."""
    opened = []

    def make(fragment: str = "", script: str = "", path=page_file, inside=None, **options):
        watched = watch((inside or path).as_uri(), offline=True, **options)
        watched.page.clock.set_fixed_time(NOW)
        if script:
            watched.page.add_init_script(script)
        watched.page.goto(path.as_uri() + fragment)
        if options.get("java_script_enabled", True):  # the lists that are trusted stand there after their signatures
            watched.page.wait_for_selector(".verify-trust summary", state="attached")
        opened.append(watched)
        return watched.page

    yield make
    for watched in opened:
        assert watched.errors == [] and watched.outside == []


def offer(page, *given: tuple[str, bytes]) -> None:
    """Choose files in the file field."""
    field = page.locator("#verify-files")
    field.set_input_files([{"name": name, "mimeType": "", "buffer": data} for name, data in given])


def outcomes(page, count: int) -> list[str]:
    """The outcomes of the answers, once there are ``count`` of them."""
    expect(page.locator(".verify-answer")).to_have_count(count)
    return [one.get_attribute("data-outcome") for one in page.locator(".verify-answer").all()]


def hear(page, words: str) -> None:
    """Wait until the status says these words (between the marks that isolate what was filled in)."""
    letters = "[\u2068\u2069]*".join(map(re.escape, words))
    expect(page.get_by_role("status")).to_contain_text(re.compile(letters))


def reports(page, cases: list[tuple[bytes, str | None]], plain: bool) -> list[tuple[dict, str, float]]:
    given = [[base64.b64encode(data).decode(), email] for data, email in cases]
    return page.evaluate(CHECK_ALL, [given, files.trust(NOW), NOW.isoformat(), plain])


@pytest.mark.parametrize("plain", [False, True], ids=["webcrypto", "fallback"])
def test_every_file_has_the_report_that_python_gives(visit, plain):
    cases = [one for one in files.cases(NOW) if not one.photo]
    wrong = {}
    for one, (report, words, time) in zip(
        cases, reports(visit(), [(one.data, one.email) for one in cases], plain), strict=True
    ):
        expected = check(one.data, files.trust(NOW), now=NOW, email=one.email)
        words = words.replace("\u2068", "").replace("\u2069", "")
        if report != expected or report["outcome"] != one.expected or words != sentence(expected, "en"):
            wrong[one.name] = (one.expected, report, expected, words)
        if time > SLOWEST:
            wrong[one.name] = time
    assert wrong == {} and len(cases) > 100


def test_spoiled_files_have_the_report_that_python_gives(visit):
    """Bits turned, ends cut, pieces doubled: neither checker may see a certificate where the other sees none."""
    chance = random.Random(5)
    spoiled = []
    for one in files.cases(NOW):
        if one.photo or not one.data or len(one.data) > 60_000 or not one.name.startswith(("good-", "record")):
            continue
        for _ in range(8):
            data = bytearray(one.data)
            place = chance.randrange(len(data))
            change = chance.choice(("turn", "cut", "double", "drop"))
            if change == "turn":
                data[place] ^= 1 << chance.randrange(8)
            elif change == "cut":
                del data[place:]
            else:
                end = place + chance.randrange(1, 40)
                data[place:end] = data[place:end] * 2 if change == "double" else b""
            spoiled.append(bytes(data))
    found = reports(visit(), [(data, None) for data in spoiled], True)
    wrong = []
    for data, (report, _, _) in zip(spoiled, found, strict=True):
        expected = check(data, files.trust(NOW), now=NOW)
        if report != expected:
            wrong.append((data[:60], expected["outcome"], report["outcome"]))
    assert wrong == [] and len(spoiled) > 150


def test_no_file_keeps_the_page_busy(visit):
    """Files made to be slow: long ones, and ones with many beginnings and no end. Without WebCrypto, too."""
    large = making.badge(WEB, NOW - timedelta(days=9), status=(f"{LIST}/1", 1)) | {"more": ["x" * 100] * 6500}
    slow = {
        "large": files.sign(large, CURRENT, KID).encode(),
        "chunk": making.with_chunk(making.plain_png(), making.chunk(b"tEXt", b"x" * 500_000)),
        "streams": b"%PDF-1.7\n" + b"stream\n" * 100_000 + b"%%EOF",
        "packed": b"%PDF-1.7\n" + b"1 0 obj /FlateDecode stream\nx endstream\n" * 40_000 + b"%%EOF",
        "elements": b"<svg " + b"<openbadges:credential " * 80_000 + b"</svg>",
        "element": b"<svg <openbadges:credential " + b" verify" * 100_000 + b"</svg>",
        "spaces": b'{"a":' + b" " * 500_000 + b"1}",
        "text": b"a" + b" " * 500_000 + b"a",
        "code": b"AISKILLS1." + b"A" * 600_000,
    }
    page = visit()
    found = reports(page, [(data, None) for data in slow.values()], True)
    for (name, data), (report, _, time) in zip(slow.items(), found, strict=True):
        assert time < SLOWEST, (name, time)
        assert report == check(data, files.trust(NOW), now=NOW), name
    assert found[0][0]["outcome"] == "good"
    over = "aiskillsVerify.check(new Uint8Array(10_000_001), { issuers: [], status: [] }, { now: new Date() })"
    assert page.evaluate(over)["outcome"] == "damaged"


# RFC 8032, section 7.1: key, message, signature of tests 1 to 3.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


def test_signatures_are_checked_as_the_standard_says(visit):
    """The vectors of RFC 8032, and what must be refused though the equation would hold; with WebCrypto and without."""
    page = visit()
    for key, message, signature in VECTORS:
        assert page.evaluate(VERIFY, [key, signature, message]) == [True, True]
        assert page.evaluate(VERIFY, [key, signature, message + "00"]) == [False, False]
        for place in (0, 40, 63, 64, 100, 127):
            turned = f"{signature[:place]}{int(signature[place], 16) ^ 1:x}{signature[place + 1 :]}"
            assert page.evaluate(VERIFY, [key, turned, message]) == [False, False]
        scalar = int.from_bytes(bytes.fromhex(signature[64:]), "little") + files.ORDER
        moved = signature[:64] + scalar.to_bytes(32, "little").hex()
        assert page.evaluate(VERIFY, [key, moved, message]) == [False, False]
        assert page.evaluate(VERIFY, [key, signature[:-2], message]) == [False, False]
    # The neutral point, written with y = p + 1, "signs" everything with S = 0 where its spelling is not checked.
    spelled = ((2**255 - 19) + 1).to_bytes(32, "little").hex()
    assert page.evaluate(VERIFY, [spelled, "01" + "00" * 63, "72"]) == [False, False]
    assert page.evaluate(VERIFY, ["02" + "00" * 31, VECTORS[1][2], "72"]) == [False, False]


def test_good_revoked_and_forged_dropped_together_are_told_apart(visit):
    page = visit()
    names = {"good.png": "good-png", "revoked.jwt": "revoked", "forged.png": "edited-result-png"}
    page.evaluate(DROP, [[name, base64.b64encode(case(one).data).decode()] for name, one in names.items()])
    assert outcomes(page, 3) == ["good", "revoked", "forged"]
    hear(page, "good.png: Valid and trusted. revoked.jwt: Not valid. forged.png: Not valid.")
    good, revoked, forged = (one.inner_text() for one in page.locator(".verify-answer").all())
    for text in (good, revoked):
        assert "Signature\nvalid" in text and "Issuer\ntrusted here" in text and "claims" not in text
    assert "Revocation\nnot revoked, in the status list of" in good and "(age in days: \u20683\u2069)" in good
    assert "Revocation\nrevoked, in the status list of" in revoked
    assert "Signature\nnot valid" in forged and "Issuer\nnot proven" in forged and "only claims of the file" in forged
    # The sign is a shape and words, not a colour alone: each kind has a shape of its own.
    shapes = [one.inner_html() for one in page.locator(".verify-answer h3 svg").all()]
    assert shapes[0] != shapes[1] == shapes[2]
    cells = page.locator(".verify-answer").first.locator("table.verify-results").inner_text().split()
    assert cells[-2:] == ["91.5", "%"] and "86" in cells
    evidence = page.locator(".verify-answer").first.locator("details", has_text="Evidence").first
    assert evidence.get_attribute("open") is None and "urn:sha256:" in evidence.text_content()


def test_valid_is_not_trusted(visit):
    page = visit()
    offer(page, ("own.jwt", case("unpinned-did-key").data), ("away.jwt", case("unpinned-did-web").data))
    assert outcomes(page, 2) == ["unknown-issuer", "unknown-key"]
    own, away = (one.inner_text() for one in page.locator(".verify-answer").all())
    assert "Signature\nvalid" in own and "Issuer\nnot known here" in own
    assert "Signature\ncannot be checked" in away and "only claims of the file" in away


def test_a_learner_record_shows_each_certificate_in_it(visit):
    page = visit()
    offer(page, ("record.pdf", case("record-pdf").data))
    assert outcomes(page, 1) == ["good"]
    captions = [one.inner_text() for one in page.locator(".verify-answer caption").all()]
    assert captions == ["Split before you look", "AI Skills Foundation"]


def test_a_scanned_code_in_the_address_is_checked_at_once(visit):
    code = case("good-code").data.decode().removeprefix("AISKILLS1.")
    page = visit(f"#1.{code}")
    assert outcomes(page, 1) == ["good"]
    assert page.evaluate("document.activeElement.tagName") == "H3"
    page.evaluate("(code) => (location.hash = code)", f"1.{code[:-60]}")
    page.wait_for_selector("[data-outcome=damaged]")


def test_a_hand_scanner_types_one_code_after_another(visit):
    """It types and presses Enter; the field keeps the focus, so that the next code takes the place of the first."""
    page = visit()
    page.focus("#verify-text")
    for name, expected in (("good-code-address", "good"), ("edited-result-code", "forged")):
        page.keyboard.insert_text(case(name).data.decode().strip())
        page.keyboard.press("Enter")
        page.wait_for_selector(f"[data-outcome={expected}]")
        assert outcomes(page, 1) == [expected]
        assert page.evaluate("document.activeElement.id") == "verify-text"
    page.fill("#verify-text", json.dumps({"credential": case("good-token").data.decode()}, indent=1))
    page.get_by_role("button", name="Check this text").click()
    page.wait_for_selector("[data-outcome=good]")


def test_the_person_is_compared_by_the_address(visit):
    page = visit()
    offer(page, ("badge.jwt", case("good-token").data))
    assert outcomes(page, 1) == ["good"]
    assert "not checked, because none was entered" in page.locator(".verify-checks").inner_text()
    page.fill("#verify-email", " Amina@Example.org ")
    page.keyboard.press("Tab")
    expect(page.locator(".verify-checks")).to_contain_text("fits the certificate")
    page.fill("#verify-email", "mallory@example.org")
    page.keyboard.press("Tab")
    page.wait_for_selector("[data-outcome=other-person]")
    assert "does not fit the certificate" in page.locator(".verify-checks").inner_text()


def test_what_a_file_says_stays_text(visit):
    page = visit()
    evil = "<script>globalThis.stolen = 1</script><img src=x onerror='globalThis.stolen = 1'>{issuer}\u202e"
    payload = making.badge(WEB, NOW - timedelta(days=9), name=evil, title=evil, status=(f"{LIST}/1", 1), kind=evil)
    offer(page, (f"{evil}.jwt".replace("/", "-"), files.sign(payload, CURRENT, KID).encode()))
    assert outcomes(page, 1) == ["good"]
    shown = page.locator(".verify-facts").first.inner_text()
    assert "<script>globalThis.stolen = 1</script>" in shown and "{issuer}\ufffd" in shown
    assert page.locator(".verify-answer :is(script, img)").count() == 0
    assert page.evaluate("globalThis.stolen") is None
    assert "\u202e" not in page.locator("main").inner_text()


def test_a_newer_status_list_is_recognised_and_used(visit):
    page = visit()
    payload = making.status_list(WEB, f"{LIST}/1", {1}, NOW - timedelta(hours=1), NOW + timedelta(days=30))
    forged = files.sign(payload, files.ATTACKER, KID).encode()
    offer(page, ("forged-list.jwt", forged), ("badge.jwt", case("good-token").data))
    assert outcomes(page, 1) == ["good"]
    hear(page, "The status list in forged-list.jwt is not used")
    offer(page, ("newer.jwt", files.sign(payload, CURRENT, KID).encode()))
    page.wait_for_selector("[data-outcome=revoked]")
    hear(page, "A status list of Example Learning Institute, made on 2026-11-20, was added.")
    offer(page, ("old.jwt", case("good-token").data))
    assert outcomes(page, 1) == ["revoked"]


def test_another_list_of_issuers_is_used_only_when_a_person_says_so(visit):
    page = visit()
    key = {"id": f"{files.ELSEWHERE}#key-1", "multibase": files.OTHER.multibase, "from": "2026-01-01T00:00:00Z"}
    issuer = {"id": files.ELSEWHERE, "name": "Elsewhere College", "url": None, "keys": [key]}
    away = making.status_list(files.ELSEWHERE, f"{LIST}/9", set(), NOW - timedelta(days=1), None)
    status = files.sign(away, files.OTHER, f"{files.ELSEWHERE}#key-1")
    bundle = making.dumps({"issuers": [issuer], "status": [status]})
    payload = making.badge(files.ELSEWHERE, NOW - timedelta(days=9), status=(f"{LIST}/9", 1))
    badge = files.sign(payload, files.OTHER, f"{files.ELSEWHERE}#key-1").encode()
    offer(page, ("theirs.json", bundle), ("badge.jwt", badge))
    assert outcomes(page, 1) == ["unknown-key"]
    hear(page, "There is a question about a list of issuers below.")
    assert "Elsewhere College" in page.locator(".verify-question").inner_text()
    page.get_by_role("button", name="Do not use this list").click()
    hear(page, "The list of issuers is not used.")
    assert outcomes(page, 1) == ["unknown-key"]
    offer(page, ("theirs.json", bundle))
    page.get_by_role("button", name="Trust these issuers until this page is closed").click()
    page.wait_for_selector("[data-outcome=good]")
    hear(page, "Now trusted here: Elsewhere College")
    assert "Elsewhere College" in page.locator(".verify-trust").text_content()


def test_an_older_list_of_issuers_brings_no_stolen_key_back(visit):
    page = visit()
    older = {"id": f"{WEB}#key-3", "multibase": files.STOLEN.multibase, "from": "2020-01-01T00:00:00Z"}
    issuer = {"id": WEB, "name": "Example Learning Institute", "url": None, "keys": [older]}
    known = files.trust(NOW)["issuers"]
    merged = page.evaluate("([known, added]) => aiskillsVerify.mergeIssuers(known, added)", [known, [issuer]])
    keys = {one["id"]: one for one in merged[0]["keys"]}
    assert keys[f"{WEB}#key-3"]["compromised"] == known[0]["keys"][2]["compromised"] and len(keys) == 3
    assert keys[f"{WEB}#key-3"]["from"] == known[0]["keys"][2]["from"]
    older["multibase"] = files.ATTACKER.multibase
    assert page.evaluate("([known, added]) => aiskillsVerify.mergeIssuers(known, added)", [known, [issuer]]) is None
    broken = {"format": "aiskills-issuers", "version": 1, "issuers": [{"id": WEB, "name": "X", "keys": [{}]}]}
    offer(page, ("broken.json", making.dumps(broken)))
    hear(page, "broken.json is not a list that can be used here")
    assert page.locator(".verify-question").count() == 0


def test_there_is_no_button_for_a_camera_that_cannot_be_used(visit):
    page = visit()
    assert not page.get_by_role("button", name="camera").is_visible()
    page = visit(script=READER % ('""', "[]"))
    expect(page.locator(".verify-drop")).to_contain_text("A photograph of the square code works too.")
    assert not page.get_by_role("button", name="camera").is_visible()


def test_camera_and_photograph_are_used_where_the_browser_reads_square_codes(visit):
    page = visit(script=READER % (json.dumps(case("good-code").data.decode()), '[{ kind: "videoinput" }]'))
    offer(page, ("photo.png", case("photo").data))
    assert outcomes(page, 1) == ["good"]
    page.get_by_role("button", name="Scan the square code with the camera").click()
    expect(page.locator(".verify-file")).to_have_text("The code that the camera saw")
    assert outcomes(page, 1) == ["good"] and not page.locator("video").is_visible()


def test_the_camera_can_be_stopped(visit):
    page = visit(script=READER % ("null", '[{ kind: "videoinput" }]'))
    page.get_by_role("button", name="Scan the square code with the camera").click()
    expect(page.locator("video")).to_be_visible()
    page.get_by_role("button", name="Stop the camera").click()
    expect(page.locator("video")).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject") is None


def test_without_webcrypto_the_page_says_the_same(visit):
    """As on a classroom's server without https, where browsers leave crypto.subtle out."""
    page = visit(script="Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })")
    assert page.evaluate("crypto.subtle === undefined")
    offer(page, ("good.png", case("good-png").data), ("forged.jwt", case("edited-name").data))
    assert outcomes(page, 2) == ["good", "forged"]


def test_arabic_is_written_from_right_to_left(visit):
    page = visit(locale="ar-EG")
    offer(page, ("badge.jwt", case("good-pseudonym").data))
    assert outcomes(page, 1) == ["good"]
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    heading, main = page.locator("h1").bounding_box(), page.locator("main").bounding_box()
    assert heading["x"] + heading["width"] > main["x"] + main["width"] * 0.9
    assert "هذه الشهادة أصلية" in page.locator(".verify-sentence").inner_text()


def test_the_language_is_the_readers_choice(visit):
    page = visit(locale="de-DE")
    page.fill("#verify-email", "amina@example.org")
    offer(page, ("badge.jwt", case("good-token").data))
    assert outcomes(page, 1) == ["good"]
    assert page.locator(".verify-checks dd").first.inner_text() == "valid"
    for language, word in (("fr", "valide"), ("es", "válida"), ("pt", "válida"), ("zh", "有效"), ("ar", "صحيح")):
        page.locator("#verify-language").select_option(language)
        expect(page.locator(".verify-checks dd").first).to_have_text(word)
        assert page.evaluate("document.documentElement.lang") == language
        assert page.input_value("#verify-email") == "amina@example.org"
        assert page.evaluate("document.activeElement.id") == "verify-language"


def test_everything_is_done_by_keyboard(visit):
    page = visit()
    order = []
    for _ in range(6):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert order == ["verify-language", "verify-files", "verify-text", "BUTTON", "verify-email", "SUMMARY"]
    page.focus("#verify-files")
    outline = page.evaluate("getComputedStyle(document.querySelector('label[for=verify-files]')).outlineStyle")
    assert outline == "solid"
    page.bring_to_front()
    with page.expect_file_chooser() as chooser:
        page.locator("#verify-files").press("Enter")
    chooser.value.set_files([{"name": "a.jwt", "mimeType": "", "buffer": case("good-token").data}])
    assert outcomes(page, 1) == ["good"]
    expect(page.get_by_role("heading", name="Valid and trusted")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".verify-answer details").first.get_attribute("open") is not None


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(visit, width):
    """Empty and with answers of every sign, folded parts open, in light and dark; nothing scrolls sideways."""
    page = visit(width=width)
    found = []

    def look(state: str) -> None:
        for scheme, rules in (("light", RULES), ("dark", RULES_OF_COLOUR)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            expect(page.locator("html")).to_have_attribute("data-theme", scheme)
            violations = Axe().run(page, options=rules).response["violations"]
            found.extend(f"{state}, {scheme}, {one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"), state

    look("empty")
    names = ("good-png", "revoked", "edited-name", "record", "unpinned-did-key", "unpinned-did-web", "text", "empty")
    issuers = making.dumps({"format": "aiskills-issuers", "version": 1, "issuers": files.trust(NOW)["issuers"]})
    offer(page, ("issuers.json", issuers), *((f"{name}.bin", case(name).data) for name in names))
    outcomes(page, len(names))
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    look("with answers")
    assert found == []


def test_large_letters_and_narrow_screens_lose_nothing(visit):
    """320 CSS pixels: a screen of 1280 at 400 %, and letters of twice the size on a phone."""
    page = visit(width=320)
    offer(page, ("record.jwt", case("record").data), ("forged.jwt", case("edited-name").data))
    outcomes(page, 2)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")


def test_without_javascript_it_says_what_to_do(visit):
    page = visit(java_script_enabled=False)
    text = page.locator("main").inner_text()
    assert text.count("aiskills verify FILE") == 6 and "This page needs JavaScript" in text
    assert page.locator("main :is(button, input, select)").count() == 0


def test_the_policy_of_the_page_lets_nothing_out(watch, page_file):
    watched = watch(page_file.as_uri())
    watched.page.goto(page_file.as_uri())
    sent = watched.page.evaluate("fetch('https://example.org/?stolen').then(() => true, () => false)")
    assert sent is False and watched.outside == []
    watched.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.ran = 1' }))"
    )
    assert watched.page.evaluate("globalThis.ran") is None
    for _ in range(100):  # what the console says comes on a way of its own
        if len(watched.errors) >= 2:
            break
        watched.page.wait_for_timeout(300)
    assert all("Content Security Policy" in error for error in watched.errors) and len(watched.errors) >= 2


def test_the_page_of_the_book_checks_too(book, visit):
    """It loads the same files; the issuers that this copy of the library pins are its own."""
    code = case("unpinned-did-key").data.decode()
    page = visit(path=book / "book/certificates/verify.html", inside=book)
    page.fill("#verify-text", code)
    page.keyboard.press("Enter")
    assert outcomes(page, 1) == ["unknown-issuer"]
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [rule["id"] for rule in violations] == []
