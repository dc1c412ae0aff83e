"""The documents: every link between them leads somewhere, and the introduction stays one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "macapp/*.md", "packaging/*.md", "resources/help/*.md", "tests/*.md", "tests/*/*.md")
    for path in ROOT.glob(pattern)
)
_LINK = re.compile(r"""\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)\"""")


def anchors(document: Path) -> set[str]:
    """Return what headings of a document are linked as."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_document_leads_to_a_file_and_a_heading(document: Path) -> None:
    broken = []
    for link in filter(None, (name for found in _LINK.findall(document.read_text(encoding="utf-8")) for name in found)):
        if not re.match(r"[a-z]+:", link):
            path, _, anchor = link.partition("#")
            target = document.parent / path if path else document
            if not target.exists() or (anchor and anchor not in anchors(target)):
                broken.append(link)
    assert not broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    folders = (ROOT, ROOT / "macapp", document.parent)
    named = set(re.findall(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|sh|md|spec|yml|toml)|(?:[\w.-]+/)+)`", text)) - {"boats/"}
    assert not {name for name in named if not any((folder / name).exists() for folder in folders)}


def test_the_words_of_the_window_that_the_guide_quotes_are_in_the_window() -> None:
    quoted = set(re.findall(r"“([^”\d]+)”", (ROOT / "resources" / "help" / "guide.md").read_text(encoding="utf-8")))
    sources = [*(ROOT / "macapp").rglob("*.py"), ROOT / "resources" / "catalogue.json"]
    words = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert len(quoted) > 10
    assert not {each for each in quoted if " ".join(each.split()) not in words}


def test_the_introduction_is_short_and_leads_to_every_other_document() -> None:
    introduction = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(introduction.encode()) <= 6_000
    linked = {(ROOT / link).resolve() for link, _ in _LINK.findall(introduction) if not link.startswith("http")}
    assert not {each for each in DOCUMENTS if each.name != "PROMISES.md"} - {*linked, ROOT / "README.md"}


def test_every_picture_of_the_guide_is_shown_in_it() -> None:
    guide = (ROOT / "resources" / "help" / "guide.md").read_text(encoding="utf-8")
    shown = {Path(name).name for found in _LINK.findall(guide) for name in found if name.startswith("pictures/")}
    assert shown == {path.name for path in (ROOT / "resources" / "help" / "pictures").iterdir()}
