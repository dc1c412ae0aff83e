"""Fields have edges and focus that can be seen under Fusion, and label styles show plain text."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSpinBox,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.colours import Colour, contrast, scheme_colour
from macapp.ui.widgets.theme import (
    TextStyle,
    Theme,
    fill_background,
    frameless,
    mark_error,
    palette,
    scaled_font,
    secondary_label,
    section_heading,
    title_label,
    warning_colour,
)

SCHEMES = [Qt.ColorScheme.Light, Qt.ColorScheme.Dark]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_disabled_text_is_fainter(scheme: Qt.ColorScheme) -> None:
    colours = palette(scheme)
    faint = colours.color(QPalette.ColorRole.PlaceholderText)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        assert colours.color(QPalette.ColorGroup.Disabled, role) == faint
        assert colours.color(QPalette.ColorGroup.Active, role) != faint


def test_dark_is_darker_than_light() -> None:
    light, dark = (palette(scheme).color(QPalette.ColorRole.Window).lightness() for scheme in SCHEMES)
    assert dark < light


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_edges_of_fields_are_seen(scheme: Qt.ColorScheme, qtbot: QtBot) -> None:
    """Measured on the pixels, for Fusion derives them from the palette in its own way."""
    if sys.platform == "darwin":
        pytest.skip("the native style draws the fields of a Mac")
    theme = Theme(application())
    fields = [QLineEdit(), QComboBox(), QSpinBox(), QPlainTextEdit(), QCheckBox()]
    holder = in_a_window(fields, qtbot)
    theme.follow(scheme)
    holder.setFocus()
    ground = scheme_colour(Colour.WINDOW, scheme)
    edges = [contrast(left_edge(field), ground) for field in fields]
    assert min(edges) >= 3
    for field in (fields[0], fields[2]):
        field.setFocus()
        assert contrast(left_edge(field), ground) >= 3
    theme.follow(Qt.ColorScheme.Light)


def test_the_lines_of_a_table_are_seen_on_dark(qtbot: QtBot) -> None:
    theme = Theme(application())
    table = QTableWidget(1, 1)
    holder = in_a_window([table], qtbot)
    theme.follow(Qt.ColorScheme.Dark)
    assert holder.isVisible()
    ground = scheme_colour(Colour.FIELD, Qt.ColorScheme.Dark)
    cell = table.visualRect(table.model().index(0, 0))
    line = table.viewport().grab().toImage().pixelColor(cell.center().x(), cell.bottom() + 1)
    assert contrast(line, ground) >= 1.3
    theme.follow(Qt.ColorScheme.Light)


def test_a_heading_is_read_out_as_written_and_shown_in_capitals(qtbot: QtBot) -> None:
    heading, title, body = section_heading("Quality"), title_label("Choose a model"), QLabel()
    for label in (heading, title, body):
        qtbot.addWidget(label)
    assert heading.text() == "Quality"
    assert heading.font().capitalization() is QFont.Capitalization.AllUppercase
    assert heading.font().pointSizeF() < body.font().pointSizeF() < title.font().pointSizeF()


def test_the_type_scale_grows_with_the_font_of_the_system() -> None:
    small, large = QFont(), QFont()
    small.setPointSizeF(10)
    large.setPointSizeF(20)
    for style in TextStyle:
        assert scaled_font(style, large).pointSizeF() == pytest.approx(2 * scaled_font(style, small).pointSizeF())


def test_a_panel_is_filled_with_the_colour_of_the_sidebar(qtbot: QtBot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    panel.setPalette(palette(Qt.ColorScheme.Dark))
    fill_background(panel)
    panel.resize(20, 20)
    assert panel.grab().toImage().pixelColor(3, 3) == scheme_colour(Colour.SIDEBAR, Qt.ColorScheme.Dark)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_error_has_the_warning_colour_of_its_background(scheme: Qt.ColorScheme, qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    label.setPalette(palette(scheme))
    mark_error(label)
    shown = label.palette().color(label.foregroundRole())
    assert shown == warning_colour(label)
    assert shown.lightness() > 128 if scheme is Qt.ColorScheme.Dark else shown.lightness() < 128
    assert shown != QColor("black")


def test_a_secondary_label_is_smaller_and_shows_plain_text(qtbot: QtBot) -> None:
    plain, secondary = QLabel(), secondary_label(QLabel("<b>not bold</b>"))
    qtbot.addWidget(plain)
    qtbot.addWidget(secondary)
    assert secondary.font().pointSizeF() < plain.font().pointSizeF()
    assert secondary.textFormat() is Qt.TextFormat.PlainText


def test_a_frameless_view_has_the_background_of_the_window(qtbot: QtBot) -> None:
    view = QListView()
    qtbot.addWidget(view)
    frameless(view)
    assert not view.viewport().autoFillBackground()
    assert view.frameWidth() == 0


def application() -> QApplication:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running


def in_a_window(fields: list[QWidget], qtbot: QtBot) -> QWidget:
    """Show widgets below each other in the active window, which takes the focus."""
    holder = QWidget()
    holder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    column = QVBoxLayout(holder)
    for field in fields:
        column.addWidget(field)
    qtbot.addWidget(holder)
    holder.show()
    qtbot.waitExposed(holder)
    return holder


def left_edge(field: QWidget) -> QColor:
    """Return the colour of a field's left edge, at half its height."""
    return field.grab().toImage().pixelColor(0, field.height() // 2)
