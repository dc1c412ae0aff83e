"""The text view of the help: picture sizes, headings, search, colours, and no access to other files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QPalette, QTextBlockFormat, QTextDocument, QTextImageFormat
from pytestqt.qtbot import QtBot

from macapp.ui.main.help_browser import MAX_COLUMN_POINTS, HelpBrowser
from macapp.ui.main.help_page import PAGES, read_page
from macapp.ui.widgets.theme import palette

IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def browser(qtbot: QtBot) -> HelpBrowser:
    opened = HelpBrowser()
    qtbot.addWidget(opened)
    opened.resize(900, 700)
    opened.show()
    qtbot.waitExposed(opened)
    return opened


def image_formats(browser: HelpBrowser) -> list[QTextImageFormat]:
    found = []
    block = browser.document().begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            style = fragments.fragment().charFormat().toImageFormat()
            found += [style] if style.isValid() else []
            fragments += 1
        block = block.next()
    return found


def test_every_picture_of_the_guide_is_loaded_and_fits_the_width(browser: HelpBrowser) -> None:
    page = read_page("guide.md").markdown
    browser.show_markdown(page)
    for width in (900, 500, 1600):
        browser.resize(width, 700)
        formats = image_formats(browser)
        assert len(formats) == page.count("![") + page.count("<img") > 10
        for style in formats:
            assert 0 < style.width() <= min(browser.viewport().width(), MAX_COLUMN_POINTS)
            shown = browser.document().resource(IMAGE, QUrl(style.name()))
            assert (shown.width() / shown.devicePixelRatio()) == pytest.approx(style.width(), abs=1)
        assert browser.horizontalScrollBar().maximum() == 0


def test_a_small_picture_is_not_enlarged(browser: HelpBrowser) -> None:
    browser.show_markdown("![a grid](pictures/grid.png)")
    [style] = image_formats(browser)
    assert (style.width(), style.height()) == (628, 452)


@pytest.mark.parametrize("name", PAGES)
def test_every_heading_can_be_scrolled_to(browser: HelpBrowser, name: str) -> None:
    browser.show_markdown(read_page(name).markdown)
    assert browser.verticalScrollBar().value() == 0
    lines = [line for line in read_page(name).markdown.split("\n") if line.startswith("## ")]
    assert browser.scroll_to(lines[-1].removeprefix("## ").lower().replace(" ", "-").replace(",", ""))
    assert browser.verticalScrollBar().value() > 0
    assert not browser.scroll_to("no-such-heading")


def test_the_search_continues_at_the_other_end(browser: HelpBrowser) -> None:
    browser.show_markdown("one Heart\n\ntwo heart\n\nthree")
    places = []
    for backwards in (False, False, False, True):
        assert browser.find_text("heart", backwards)
        places.append(browser.textCursor().selectionStart())
    assert places == [4, 14, 4, 14]
    assert not browser.find_text("star")
    assert browser.find_text("HEART"), "case does not matter"


def test_colours_follow_the_theme_and_the_position_stays(browser: HelpBrowser) -> None:
    browser.setPalette(palette(Qt.ColorScheme.Light))
    browser.show_markdown(read_page("guide.md").markdown)
    browser.verticalScrollBar().setValue(900)
    assert "pictures/models-light.png" in [style.name() for style in image_formats(browser)]
    browser.setPalette(palette(Qt.ColorScheme.Dark))
    assert "pictures/models-dark.png" in [style.name() for style in image_formats(browser)]
    assert browser.verticalScrollBar().value() == 900
    ground = browser.palette().color(QPalette.ColorRole.Base)
    assert browser.viewport().grab().toImage().pixelColor(2, 2) == ground
    assert ground.lightness() < 60


def test_code_has_its_own_background(browser: HelpBrowser) -> None:
    browser.show_markdown("text\n\n    macapp list\n")
    formats: list[QTextBlockFormat] = []
    block = browser.document().begin()
    while block.isValid():
        formats.append(block.blockFormat())
        block = block.next()
    shaded = browser.palette().color(QPalette.ColorRole.AlternateBase)
    assert [style.background().color() == shaded and bool(style.leftMargin()) for style in formats] == [False, True]


def test_no_other_file_is_opened(browser: HelpBrowser, tmp_path: Path) -> None:
    secret = tmp_path / "marker.png"
    secret.write_bytes(b"")
    browser.show_markdown(f"![a]({secret}) ![b](file://{secret}) ![c](../../LICENSE) <img src='{secret}'>")
    for name in (str(secret), f"file://{secret}", "../../LICENSE", "guide.md"):
        loaded = browser.loadResource(IMAGE, QUrl(name))
        assert loaded.isNull()
    assert browser.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl("a.css")) is None
    assert "<img" in browser.toPlainText(), "HTML is shown as text"
