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
from analysis.site.citable_pages import PagePlace, embed_size, frame

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
    explore = "" if place.frozen or record["kind"] != "figure" else interactive(record)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(record['title'])}</title>\n"
        f"{canonical}<style>{style(place.root)}</style>\n</head>\n"
        f'<body id="light">\n<main id="dark"><h1>{escape(record["title"])}</h1>\n'
        f"<p>{escape(record['subtitle'])}</p>\n"
        f"{display}\n{explore}"
        f'<p class="version">{escape(place.publication.title)}, <a href="index.html" '
        f'target="_blank" rel="noopener">{escape(record["id"])}, data version {escape(version)}: '
        "sources, data, citation</a></p></main>\n</body>\n</html>\n"
    )


def interactive(record: Mapping[str, Any]) -> str:
    """The interactive form, which a browser loads when the reader opens it.

    It runs in a frame of its own that may run scripts and nothing else, and brings its library.
    """
    height = record["size"]["height"] + CONTROLS
    return (
        '<details class="explore"><summary>Explore</summary><iframe src="explore.html?own" '
        f'sandbox="allow-scripts" loading="lazy" height="{height}" '
        f'title="Interactive form: {escape(record["title"])}"></iframe></details>\n'
    )


def style(root: str) -> str:
    """The page's style: the report's colours, light and dark.

    They follow the reader's system; `#light` and `#dark` in the address fix them. A browser that
    cannot choose between two colours stays light.
    """
    light, dark = (theme.tokens()[mode] for mode in ("light", "dark"))
    plain = "".join(f"--{token}:{value};" for token, value in light.items())
    both = "".join(f"--{name}:light-dark({light[name]},{dark[name]});" for name in light)
    return (
        f":root{{color-scheme:light dark;{plain}}}"
        f"@supports(color:light-dark(red,red)){{:root{{{both}}}}}"
        ":root:has(#light:target){color-scheme:light}:root:has(#dark:target){color-scheme:dark}"
        + STYLE.replace("ROOT", root)
    )


def oembed(publication: Publication, record: Mapping[str, Any], at: str) -> dict[str, Any]:
    """The oEmbed answer (oembed.com, version 1.0) for an exhibit; `at` names the address."""
    width, height = embed_size(record)
    return {
        "type": "rich",
        "version": "1.0",
        "title": record["title"],
        "author_name": publication.author,
        "provider_name": publication.title,
        "provider_url": publication.live(""),
        "html": frame(record, at),
        "width": width,
        "height": height,
    }
