"""The help pages are prepared for Qt: themed pictures, links to source files, anchors of headings."""

import pytest

from macapp.ui.main.help_page import (
    PAGES,
    heading_anchor,
    help_dir,
    picture_path,
    prepare_markdown,
    read_page,
)

THEMED = """<picture>
  <source media="(prefers-color-scheme: dark)" srcset="pictures/models-dark.png">
  <img alt="The Models window" src="pictures/models-light.png" width="860">
</picture>"""


def test_the_list_of_pages_is_complete() -> None:
    assert set(PAGES) == {path.name for path in help_dir().glob("*.md")}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_title_and_no_markup_that_qt_cannot_show(name: str) -> None:
    page = read_page(name)
    assert page.title != name
    for is_dark in (False, True):
        prepared = prepare_markdown(page.markdown, is_dark)
        assert "<picture" not in prepared
        assert "](../" not in prepared


def test_a_missing_page_raises() -> None:
    with pytest.raises(OSError, match="nothing"):
        read_page("nothing.md")


@pytest.mark.parametrize(("is_dark", "file"), [(False, "models-light.png"), (True, "models-dark.png")])
def test_a_themed_picture_has_one_file_for_each_theme(is_dark: bool, file: str) -> None:
    assert prepare_markdown(THEMED, is_dark) == f"![The Models window](pictures/{file})"


def test_a_link_to_a_source_file_is_plain_text() -> None:
    text = "in [`models/families.py`](../../macapp/models/families.py), see [rules](hardware.md#memory)"
    assert prepare_markdown(text, False) == "in `models/families.py`, see [rules](hardware.md#memory)"


def test_anchors_are_those_of_github() -> None:
    assert heading_anchor("Along lines (ControlNet)") == "along-lines-controlnet"
    assert heading_anchor("Where your pictures are, and why they are safe") == (
        "where-your-pictures-are-and-why-they-are-safe"
    )


@pytest.mark.parametrize("name", ["grid.png", "pictures/../guide.md", "/etc/passwd", "pictures/", "file:///etc/passwd"])
def test_only_pictures_of_the_help_have_a_path(name: str) -> None:
    assert picture_path(name) is None
    assert picture_path("pictures/grid.png") == help_dir() / "pictures" / "grid.png"
