"""An exhibit for other people's pages: one small page without scripts, and its oEmbed answer."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from analysis.citation.pages import frame
from analysis.citation.publication import Publication
from analysis.exhibits import theme

# Nothing is loaded but the two fonts of the site; the page runs no code.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; base-uri 'none'"
WIDTH, HEIGHT = 800, 640  # px, what an oEmbed consumer reserves

STYLE = """
@font-face{font-family:"Source Sans Pro";font-weight:400;
src:url("ROOT/report/theme/fonts/web/SourceSansPro-Regular.woff2") format("woff2")}
*{box-sizing:border-box}
body{margin:0;padding:12px;background:var(--paper);color:var(--ink);
font:15px/1.45 "Source Sans Pro",Arial,sans-serif}
h1{margin:0 0 4px;font-size:18px;line-height:1.3}
p{margin:0 0 12px;color:var(--ink-2)}
a{color:var(--accent-2)}
svg{display:block;max-width:100%;height:auto}
.chart-narrow{display:none}
.table-scroll{overflow:auto;max-height:440px}
table{border-collapse:collapse;font-size:13px}
th,td{padding:4px 10px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
@media(max-width:599px){.chart-wide{display:none}.chart-narrow{display:block}}
"""


def embed_page(
    publication: Publication,
    record: Mapping[str, Any],
    display: str,
    version: str,
    root: str,
    frozen: bool,
) -> str:
    """The page that other pages show in a frame.

    Parameters: the exhibit's record and its pictures or table as HTML; the version shown; the way
    to the site's root; whether the page is frozen.
    """
    address = escape(record["frozen_address" if frozen else "address"])
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(record['title'])}</title>\n"
        f'<link rel="canonical" href="{address}">\n<style>{style(root)}</style>\n</head>\n<body>\n'
        f"<main><h1>{escape(record['title'])}</h1>\n<p>{escape(record['subtitle'])}</p>\n"
        f'{display}\n<p>{escape(publication.title)}, <a href="{address}" target="_blank" '
        f'rel="noopener">{escape(record["id"])}, data version {escape(version)}: sources, data, '
        "citation</a></p></main>\n</body>\n</html>\n"
    )


def style(root: str) -> str:
    """The page's style: the report's colours, light and dark."""
    colours = theme.tokens()
    light, dark = (
        "".join(f"--{token}:{value};" for token, value in colours[mode].items())
        for mode in ("light", "dark")
    )
    return (
        f":root{{color-scheme:light dark;{light}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{dark}}}}}" + STYLE.replace("ROOT", root)
    )


def oembed(publication: Publication, record: Mapping[str, Any], at: str) -> dict[str, Any]:
    """The oEmbed answer (oembed.com, version 1.0) for an exhibit; `at` names the address."""
    return {
        "type": "rich",
        "version": "1.0",
        "title": record["title"],
        "author_name": publication.author,
        "provider_name": publication.title,
        "provider_url": publication.live(""),
        "html": frame(record, at),
        "width": WIDTH,
        "height": HEIGHT,
    }
