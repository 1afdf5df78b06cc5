"""The page that checks certificates in a browser with the network off: one file, or three files for the book.

The scripts in ``page/`` are plain functions that share one scope. They are joined in a fixed order with the words of
all languages, so that the page needs no module loader (modules do not load from a folder) and asks for nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html import escape
from pathlib import Path

PAGE = Path(__file__).parent / "page"
SENTENCES = Path(__file__).parent / "sentences"
# Each script uses only what stands before it, or calls what stands after it once the page has loaded.
SCRIPTS = (
    "bytes",
    "json",
    "inflate",
    "hashes",
    "ed25519",
    "carrying",
    "reading",
    "trust",
    "checking",
    "lists",
    "words",
    "dom",
    "answer",
    "camera",
    "frame",
    "page",
)
LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh")
RIGHT_TO_LEFT = ("ar",)
# U+2028 and U+2029 end a line in older JavaScript; "<" and "&" could end or open something in HTML.
ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
COMMAND = "aiskills verify FILE"

HTML = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main class="verify-certificates" data-whole-page>
<h1>{title}</h1>
{without}
</main>
<script type="application/json" id="verify-trust">{trust}</script>
<script>{script}</script>
</body>
</html>
"""


def standalone(trust: dict) -> str:
    """One HTML file that checks certificates with the issuers and status lists of the bundle ``trust``.

    It works opened from a folder. Its policy admits the script and the style that are written in it, by their hash, and
    nothing else: no request can leave the page.
    """
    words = _words()
    script = _script()
    style = _read("alone.css") + _read("page.css")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    )
    without = "\n".join(
        f'<p lang="{language}" dir="{"rtl" if language in RIGHT_TO_LEFT else "ltr"}">'
        f"{_without(words[language]['page']['without'])}</p>"
        for language in LANGUAGES
    )
    return HTML.format(
        policy=escape(policy, quote=False),
        title=escape(words["en"]["page"]["title"]),
        style=style,
        without=without,
        trust=trust_script(trust),
        script=script,
    )


def assets(trust: dict) -> dict[str, bytes]:
    """The files that the book's page loads, by name: two classic scripts, first the trust, and a style sheet."""
    return {
        "verify-trust.js": f"globalThis.aiskillsTrust = {trust_script(trust)};\n".encode(),
        "verify.js": _script().encode(),
        "verify.css": _read("page.css").encode(),
    }


def trust_script(trust: dict) -> str:
    """The bundle as JSON that can stand inside any ``<script>``."""
    bundle = {"issuers": trust.get("issuers", []), "status": trust.get("status", [])}
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)


@cache
def _script() -> str:
    words = json.dumps(_words(), ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    code = "".join(_read(f"{name}.js") for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\nconst WORDS = {words};\n{code}}})();\n'
    if "</script" in script.lower() or "<!--" in script:
        raise ValueError("a script of the page holds the end of a script")
    return script


@cache
def _words() -> dict[str, dict]:
    return {name: json.loads((SENTENCES / f"{name}.json").read_text(encoding="utf-8")) for name in LANGUAGES}


def _without(sentence: str) -> str:
    return escape(sentence).replace("{command}", f'<code dir="ltr">{COMMAND}</code>')


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _read(name: str) -> str:
    """A script or style without its notes and the space before its lines, which are a sixth of it."""
    text = re.sub(r"/\*.*?\*/\n?", "", (PAGE / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = [line.strip() for line in text.splitlines()]
    # Only scripts need the ends of their lines.
    end = "\n" if name.endswith(".js") else ""
    return "".join(line + end for line in lines if line and not line.startswith("//"))
