"""An exhibit for other people's pages: one small page without scripts, and its oEmbed answer.

The picture stands in the page. Its interactive form opens on request, in a sandboxed frame; frozen
pages have none, because its library is always the newest.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from analysis.citation.publication import Publication, web
from analysis.exhibits import theme
from analysis.site.citable_pages import PagePlace
from analysis.site.frames import WIDTH, Shape, footer, frame

# Nothing is loaded but a font of the site and, on request, its interactive form; the page itself
# runs no code.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; frame-src 'self'; "
    "base-uri 'none'"
)
CONTROLS = 64  # px that an interactive form needs besides its picture

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
.version{margin:12px 0 0;font-size:13px}
.explore{margin-top:8px}
.explore summary{display:inline-block;padding:10px 0;color:var(--accent-2);cursor:pointer}
.explore iframe{display:block;width:100%;border:0}
main:has(.explore[open]) .chart{display:none}
.on-dark{display:none!important}
.table-scroll{overflow:auto;max-height:440px}
table{border-collapse:collapse;font-size:13px}
th,td{padding:4px 10px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
@media(max-width:599px){.chart-wide{display:none}.chart-narrow{display:block}}
"""


def embed_page(place: PagePlace, record: Mapping[str, Any], display: str, version: str) -> str:
    """The page that other pages show in a frame.

    Parameters: where the page lies; the exhibit's record and its pictures or table as HTML; the
    version shown.
    """
    address = escape(web(record["frozen_address" if place.frozen else "address"]))
    canonical = f'<link rel="canonical" href="{address}">\n' if address else ""
    explore = interactive(record) if has_explorer(place, record) else ""
    report, words = footer(place.publication.title, record, version)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB" id="auto">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light">\n'
        f"<title>{escape(record['title'])}</title>\n"
        f"{canonical}<style>{style(place.root)}</style>\n</head>\n"
        f'<body id="light">\n<main id="dark"><h1>{escape(record["title"])}</h1>\n'
        f"<p>{escape(record['subtitle'])}</p>\n"
        f"{display}\n{explore}"
        f'<p class="version">{escape(report)}, <a href="index.html" target="_blank" '
        f'rel="noopener">{escape(words)}</a></p></main>\n</body>\n</html>\n'
    )


def has_explorer(place: PagePlace, record: Mapping[str, Any]) -> bool:
    """Whether an embedded exhibit offers its interactive form."""
    return record["kind"] == "figure" and not place.frozen


def interactive(record: Mapping[str, Any]) -> str:
    """The interactive form, which a browser loads when the reader opens it.

    It runs in a frame of its own that may run scripts and nothing else, and brings its library.
    """
    height = record["size"]["height"] + CONTROLS
    title = escape(record["title"])
    frames = "".join(
        f'<iframe class="on-{mode}" src="explore.html?own#{mode}" sandbox="allow-scripts" '
        f'loading="lazy" height="{height}" title="Interactive form: {title}"></iframe>'
        for mode in ("light", "dark")
    )
    return f'<details class="explore"><summary>Explore</summary>{frames}</details>\n'


def style(root: str) -> str:
    """The page's style: the report's colours, light and dark.

    A frame is not told of the page around it, and most pages are light. So it is light, unless
    `#dark` or `#auto` (as the reader's system) in the address ask for more; the page around may
    change them at any time, without loading anything again. A browser that cannot choose between
    two colours stays light.
    """
    light, dark = (theme.tokens()[mode] for mode in ("light", "dark"))
    plain = "".join(f"--{token}:{value};" for token, value in light.items())
    both = "".join(f"--{name}:light-dark({light[name]},{dark[name]});" for name in light)
    swapped = "{is} .on-dark{display:block!important}{is} .on-light{display:none!important}"
    fixed, asked = ":root:has(#dark:target)", ":root:target"
    return (
        f":root{{color-scheme:light;{plain}}}"
        f"@supports(color:light-dark(red,red)){{:root{{{both}}}}}"
        f"{fixed}{{color-scheme:dark}}{asked}{{color-scheme:light dark}}"
        + STYLE.replace("ROOT", root)
        + swapped.replace("{is}", fixed)
        + f"@media(prefers-color-scheme:dark){{{swapped.replace('{is}', asked)}}}"
    )


def oembed(
    publication: Publication, record: Mapping[str, Any], shown: Shape, at: str
) -> dict[str, Any]:
    """The oEmbed answer (oembed.com, version 1.0) for an exhibit of this shape; `at` names the
    address.
    """
    return {
        "type": "rich",
        "version": "1.0",
        "title": record["title"],
        "author_name": publication.author,
        "provider_name": publication.title,
        "provider_url": publication.live(""),
        "html": frame(record, shown, at),
        "width": WIDTH,
        "height": shown.height(WIDTH),
    }
