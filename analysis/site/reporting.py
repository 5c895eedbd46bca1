"""How readers report an error or reply: a prefilled issue or mail to where the settings say."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from analysis.citation.publication import Publication


def way(publication: Publication, title: str, path: str) -> str:
    """The address of a prefilled issue or mail about a page; empty if there is no contact.

    Parameters: the publication with its contact, a web address or one of mail; the page's title;
    the way to it from the site's root.
    """
    if not publication.contact:
        return ""
    place = publication.live(path) if publication.address else path
    body = (
        f"{place}\nData version {publication.version}\n\nWhat is wrong, and which source says so:\n"
    )
    if "://" in publication.contact:
        return f"{publication.contact}?{urlencode({'title': title, 'body': body})}"
    fields = urlencode({"subject": title, "body": body}, quote_via=quote)
    return f"mailto:{publication.contact}?{fields}"
