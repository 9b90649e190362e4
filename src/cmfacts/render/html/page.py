"""The frame of every page: head with a policy that lets nothing in from outside, toolbar, foot; and safe text."""

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files

from cmfacts.render.entries import KINDS
from cmfacts.render.escape import visible
from cmfacts.render.options import Options


def safe(text: str, *, lines: bool = False) -> str:
    """Outside text as HTML: no markup, no character that hides or turns around; ``lines`` keeps line breaks."""
    return escape(visible(text, lines=lines))


def head(title: str) -> str:
    """The page up to the opening of its body."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="cmfacts">
<title>{safe(title)}</title>
<style>{_asset("style.css")}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
"""


def toolbar(options: Options | None = None, index: str | None = None) -> str:
    """The bar on top: the way back to an index, the kinds to show, the theme."""
    back = f'<a class="back" href="{safe(index)}">All articles</a>\n' if index else ""
    kinds = [kind for kind in KINDS if options and options.shows(kind.type)]
    boxes = "".join(
        f'<label class="{kind.type}"><input type="checkbox" id="show-{kind.type}" checked> {kind.title}</label>\n'
        for kind in kinds
    )
    filters = f"<fieldset>\n<legend>Show</legend>\n{boxes}</fieldset>\n" if kinds else ""
    theme = '<button type="button" id="theme" hidden>Dark</button>\n'
    return f'<nav class="bar" aria-label="Page">\n{back}{filters}{theme}</nav>\n<div id="main" tabindex="-1"></div>\n'


def foot() -> str:
    """What closes a page."""
    return f"<script>{_asset('script.js')}</script>\n</body>\n</html>\n"


@cache
def _asset(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


@cache
def _policy() -> str:
    """Nothing from anywhere; of styles and scripts our own two, known by their hashes."""
    style, script = (_hash(_asset(name)) for name in ("style.css", "script.js"))
    return f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
