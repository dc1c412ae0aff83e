"""The help pages: Markdown files in `resources/help`, prepared for Qt's text document. No other text is shown there."""

import re
from dataclasses import dataclass
from pathlib import Path

from macapp.system.paths import resources_dir

PAGES = ("guide.md", "command-line.md", "families.md", "hardware.md", "mac.md")
PICTURES = "pictures"
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_THEMED_PICTURE = re.compile(
    r'<picture>\s*<source media="[^"]*dark[^"]*" srcset="([^"]+)">\s*'
    r'<img alt="([^"]*)" src="([^"]+)"[^>]*>\s*</picture>'
)
_SOURCE_LINK = re.compile(r"\[([^\]]*)\]\(\.\./[^)]*\)")


@dataclass(frozen=True)
class HelpPage:
    """One page: its file name, its title and its Markdown."""

    name: str
    title: str
    markdown: str


def help_dir() -> Path:
    """Return the folder of the pages."""
    return resources_dir() / "help"


def read_page(name: str) -> HelpPage:
    """Read a page of `PAGES`; raises `OSError` if its file is missing."""
    markdown = (help_dir() / name).read_text(encoding="utf-8")
    title = _HEADING.search(markdown)
    return HelpPage(name, name if title is None else title[1], markdown)


def prepare_markdown(markdown: str, is_dark: bool) -> str:
    """Return Markdown that Qt can show: themed pictures as images, links to source files as their text."""

    def choose_picture(match: re.Match[str]) -> str:
        dark, description, light = match.groups()
        return f"![{description}]({dark if is_dark else light})"

    return _SOURCE_LINK.sub(r"\1", _THEMED_PICTURE.sub(choose_picture, markdown))


def heading_anchor(heading: str) -> str:
    """Return the anchor of a heading like GitHub: lower case, hyphens for spaces, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def picture_path(name: str) -> Path | None:
    """Return the file of a picture of the pages; None for any other name."""
    folder, _, file = name.rpartition("/")
    path = help_dir() / PICTURES / file
    return path if folder == PICTURES and Path(file).name == file and path.is_file() else None
