"""The files of the page that checks certificates, and its words in every language."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from aiskills.verify import page
from aiskills.verify.sentences import FOLDER

TRUST = {"issuers": [{"id": "did:web:a.example", "name": "A </script><script>x & \u2028", "url": None, "keys": []}]}
ENGLISH = json.loads((FOLDER / "en.json").read_text(encoding="utf-8"))
LARGEST = 120_000  # bytes, without a list of issuers


class Elements(HTMLParser):
    """Every start tag with its attributes, and the texts of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open = False
        self.tags: list[tuple[str, dict]] = []
        self.texts: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open = True

    def handle_endtag(self, tag):
        self.open = False

    def handle_data(self, data):
        tag, attributes = self.tags[-1] if self.tags else ("", {})
        if self.open and tag in ("script", "style"):
            name = attributes.get("id", tag)
            self.texts[name] = self.texts.get(name, "") + data


@pytest.fixture(scope="module")
def made() -> Elements:
    return Elements(page.standalone(TRUST))


def test_the_page_is_one_file_that_asks_for_nothing(made):
    loading = {"src", "href", "action", "srcset", "data", "poster"}
    assert [(tag, found) for tag, found in made.tags if loading & set(found)] == []
    assert {tag for tag, _ in made.tags} <= set("html head meta title style body main h1 p code script".split())
    assert "url(" not in made.texts["style"] and "@import" not in made.texts["style"]
    for word in (
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
        "innerHTML",
        "localStorage",
        "eval(",
        "import(",
    ):
        assert word not in made.texts["script"], word


def test_the_policy_admits_what_is_written_in_the_page_and_nothing_else(made):
    policy = next(found["content"] for tag, found in made.tags if found.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.pop("default-src") == rules.pop("base-uri") == rules.pop("form-action") == "'none'"
    for name in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(made.texts[name].encode()).digest()).decode()
        assert rules.pop(f"{name}-src") == f"'sha256-{digest}'"
    assert rules == {}


def test_the_page_is_small():
    assert len(page.standalone({}).encode()) < LARGEST


def test_the_bundle_cannot_end_its_script(made):
    written = page.trust_script(TRUST)
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"issuers": TRUST["issuers"], "status": []}
    assert json.loads(made.texts["verify-trust"]) == json.loads(written)


def test_the_book_gets_the_same_files(made):
    files = page.assets(TRUST)
    assert set(files) == {"verify-trust.js", "verify.js", "verify.css"}
    assert files["verify.js"].decode() == made.texts["script"]
    assert made.texts["style"].endswith(files["verify.css"].decode())
    assert files["verify-trust.js"].decode() == f"globalThis.aiskillsTrust = {page.trust_script(TRUST)};\n"


def test_every_script_is_in_the_page_and_speaks_no_other_language_than_the_sentences():
    assert {path.stem for path in page.PAGE.glob("*.js")} == set(page.SCRIPTS)
    assert set(page.LANGUAGES) == {path.stem for path in FOLDER.glob("*.json")}


def test_comments_do_not_travel_and_code_does(made):
    script, style = made.texts["script"], made.texts["style"]
    assert not re.search(r"^\s*//", script, re.MULTILINE) and "/*" not in style
    for path in page.PAGE.glob("*.js"):
        for name in re.findall(
            r"^(?:async )?function (\w+)|^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert re.search(rf"(function|class) {''.join(name)}\b", script)


def test_without_a_script_every_language_says_what_to_do():
    text = page.standalone({})
    for language in page.LANGUAGES:
        assert re.search(
            rf'<p lang="{language}" dir="(ltr|rtl)">[^<]+<code dir="ltr">aiskills verify FILE</code>', text
        )


@pytest.mark.parametrize("language", [name for name in page.LANGUAGES if name != "en"])
def test_every_language_has_the_same_words_and_places(language):
    words = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    assert {part: list(found) for part, found in words.items()} == {
        part: list(found) for part, found in ENGLISH.items()
    }
    for part, found in ENGLISH.items():
        for name, sentence in found.items():
            other = words[part][name]
            places = [set(re.findall(r"\{\w+\}", one)) for one in (sentence, other)]
            assert places[0] == places[1], (part, name)
            assert other.strip() == other and other, (part, name)
            # A sentence that was left in English.
            assert other != sentence or len(sentence.split()) == 1, (part, name)


def test_every_word_of_the_page_is_used_and_every_used_word_is_there():
    code = "".join(path.read_text(encoding="utf-8") for path in page.PAGE.glob("*.js"))
    named = set(re.findall(r"\bpage\.(\w+)", code))
    assert named - set(ENGLISH["page"]) == set()
    composed = ("sign", "signature", "issuer")
    for word in ENGLISH["page"]:
        quoted = word in named or f'"{word}"' in code
        assert quoted or word.startswith(composed) or word == "without", word
