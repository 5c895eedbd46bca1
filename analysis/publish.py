"""What stands beside the documents on the site: exhibits as files, tables, fonts, scripts."""

from __future__ import annotations

import shutil
from pathlib import Path

from analysis.citation.permalinks import write_permalinks
from analysis.citation.workbook import write_downloads
from analysis.exhibits import explore, glossary
from analysis.exhibits.processed import read_processed
from analysis.exhibits.registry import exhibits
from analysis.package import processed_package, site_package
from analysis.process import write_json
from analysis.project import Project
from analysis.raw.descriptor import descriptor
from analysis.raw.load import data_version
from analysis.search import write_index

# Parts of the theme that pages load by address; the engines copy only what they know of.
THEME_ASSETS = ("*.js", "fonts/web/*")


def publish(project: Project, site: Path) -> None:
    """Write the files of all exhibits, the data and the theme's assets into a rendered site."""
    processed = read_processed(project.processed)
    published = list(exhibits(processed))
    write_permalinks(project, site, processed, published)
    figures = [exhibit for exhibit in published if exhibit.is_figure]
    explore.write_pages(figures, project.report / "theme", site)
    write_index(published, site)
    glossary.write_script(project.report, site)
    publish_data(project, site / "data")
    write_downloads(project, processed, site / "data")
    for pattern in THEME_ASSETS:
        for asset in sorted((project.report / "theme").glob(pattern)):
            target = site / asset.relative_to(project.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(asset, target)


def publish_data(project: Project, folder: Path) -> None:
    """All raw and processed tables, with one Data Package that describes them together."""
    for name, source in (("raw", project.raw), ("processed", project.processed)):
        hidden = shutil.ignore_patterns(".*")
        shutil.copytree(source, folder / name, ignore=hidden, dirs_exist_ok=True)
    for name in ("facts.json", "references.json"):
        shutil.copyfile(project.processed / name, folder / name)
    version = data_version(project.raw)
    packages = {"raw": descriptor(version), "processed": processed_package(version)}
    write_json(folder / "datapackage.json", site_package(packages))
