"""Icons are drawn in the colour of their role, light and dark, and ship with their licence."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage
from pytestqt.qtbot import QtBot

from macapp.system.paths import resources_dir
from macapp.ui.widgets.colours import Colour, scheme_colour
from macapp.ui.widgets.icons import Symbol, icon
from macapp.ui.widgets.theme import palette

FOLDER = resources_dir() / "icons"
SIZE = QSize(48, 48)
LIGHT, DARK = Qt.ColorScheme.Light, Qt.ColorScheme.Dark


@pytest.mark.parametrize("symbol", Symbol)
def test_every_symbol_draws_strokes_in_its_colour(symbol: Symbol, qtbot: QtBot) -> None:
    QGuiApplication.setPalette(palette(LIGHT))
    drawn = icon(symbol, Colour.DANGER).pixmap(SIZE).toImage()
    assert solid_colours(drawn) == {scheme_colour(Colour.DANGER, LIGHT).name()}


def test_the_same_icon_follows_the_appearance_and_shows_that_it_is_disabled(qtbot: QtBot) -> None:
    lock = icon(Symbol.LOCK)
    for scheme in (LIGHT, DARK):
        QGuiApplication.setPalette(palette(scheme))
        assert solid_colours(lock.pixmap(SIZE).toImage()) == {scheme_colour(Colour.TEXT, scheme).name()}
        disabled = lock.pixmap(SIZE, QIcon.Mode.Disabled).toImage()
        assert solid_colours(disabled) == {scheme_colour(Colour.SECONDARY_TEXT, scheme).name()}
    QGuiApplication.setPalette(palette(LIGHT))


def test_an_icon_is_sharp_on_a_screen_with_two_pixels_a_point(qtbot: QtBot) -> None:
    drawn = icon(Symbol.STAR).pixmap(QSize(16, 16), 2.0)
    assert (drawn.size(), drawn.devicePixelRatio()) == (QSize(32, 32), 2.0)


def test_the_folder_has_the_files_of_the_symbols_and_their_licence() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == {symbol.value for symbol in Symbol}
    licence = (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert "ISC License" in licence
    assert "The MIT License" in licence


def solid_colours(image: QImage) -> set[str]:
    """Return the colours of the opaque pixels."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(pixel).name() for pixel in pixels if pixel.alpha() == 255}
