"""The charts' library for browsers, one script for all figures; slow imports wait for need."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from analysis.core.files import write_text

BUNDLE = "vega-bundle.js"
EXPORT = "window.vegaEmbed = vegaEmbed;"  # all that explore.js needs of the library


def write_bundle(folder: Path) -> Path:
    """Write the charts' library for browsers, unless `folder` holds that of this version.

    Returns the script. Making it takes seconds, so it is kept.
    """
    bundle, stamp = folder / BUNDLE, folder / "version.txt"
    current = f"{version('vl-convert-python')} {EXPORT}"
    if not (bundle.is_file() and stamp.is_file() and stamp.read_text("ascii") == current):
        import vl_convert

        folder.mkdir(parents=True, exist_ok=True)
        stamp.unlink(missing_ok=True)  # an interrupted run must not look complete
        write_text(bundle, vl_convert.javascript_bundle(EXPORT))
        write_text(stamp, current)
    return bundle
