"""Markdown of lessons and cards as small pieces of HTML, with formulas as MathML, for pages outside the book.

Links lose their target and keep their words: what is printed or projected cannot be followed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape

# A formula, code or an emphasised passage is never cut in two, nor is what stands in brackets or quotation marks.
WHOLE = re.compile(
    r"`[^`]+`|\$[^$]+\$|\*\*.+?\*\*|\*[^*\s][^*]*\*|\[[^\]]*\]\([^)]*\)|\([^()]*\)|\"[^\"]*\"|“[^”]*”|<[^>]+>", re.S
)
END = re.compile(r"(?<=[.!?])((?:\*\*|[\"”)*])*)\s+(?=[^a-z])")


def inline(text: str) -> str:
    """HTML of one paragraph's Markdown, without the paragraph around it."""
    return _parser().renderInline(text.strip())


def block(text: str) -> str:
    """HTML of Markdown with paragraphs, lists and tables."""
    return _parser().render(text).strip()


def plain(text: str) -> str:
    """The words of one paragraph's Markdown, without marks; formulas as their signs."""
    return unescape(re.sub(r"<[^>]+>", "", inline(text)))


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph's Markdown, each with its marks whole."""
    # A space within a whole piece is kept from being taken for the end of a sentence.
    kept = WHOLE.sub(lambda piece: piece[0].replace(" ", "\0").replace("\n", "\0"), " ".join(text.split()))
    return [part.replace("\0", " ").strip() for part in END.sub(r"\1\n", kept).split("\n") if part.strip()]


@lru_cache(maxsize=1)
def _parser():
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    # HTML is let through: lessons mark the language of a passage by <span lang="...">.
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.use(dollarmath_plugin, allow_space=False, double_inline=True)
    for name, display in (("math_inline", "inline"), ("math_inline_double", "block"), ("math_block", "block")):
        parser.add_render_rule(name, _formula(display))
    for name in ("link_open", "link_close"):
        parser.add_render_rule(name, lambda self, tokens, index, options, env: "")
    parser.add_render_rule("image", lambda self, tokens, index, options, env: escape(tokens[index].content))
    return parser


def _formula(display: str):
    def render(self, tokens, index, options, env) -> str:
        from .sphinx import mathml

        return mathml(tokens[index].content, display)

    return render
