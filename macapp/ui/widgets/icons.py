"""The icons of the window: outlines from `resources/icons`, in the colour of a role. On the window's thread.

An icon is drawn at the moment it is painted, so it follows a change of appearance and is sharp at every scale.
"""

from enum import Enum
from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from macapp.system.paths import resources_dir
from macapp.ui.widgets.colours import Colour, palette_colour


class Symbol(Enum):
    """What an icon stands for; the value is the name of its file."""

    SIDEBAR = "panel-left"
    INSPECTOR = "panel-right"
    SEARCH = "search"
    PAUSE = "pause"
    PLAY = "play"
    ADD = "plus"
    ADD_IMAGE = "image-plus"
    PHOTO = "image"
    GRID = "layout-grid"
    LOCK = "lock"
    UNLOCK = "lock-open"
    STAR = "star"
    TAG = "tag"
    EXPORT = "share"
    DOWNLOAD = "download"
    TRASH = "trash-2"
    CLOSE = "x"
    CHECK = "check"
    WARNING = "triangle-alert"
    ZOOM_IN = "zoom-in"
    ZOOM_OUT = "zoom-out"
    SETTINGS = "settings"
    HISTORY = "history"
    COPY = "copy"


def icon(symbol: Symbol, role: Colour = Colour.TEXT) -> QIcon:
    """Return an icon in the colour of a role; a disabled one has the colour of secondary text.

    It takes light or dark from the palette of the application each time it is painted.
    """
    return QIcon(_Outline(symbol, role))


class _Outline(QIconEngine):
    """Draws one SVG file, whose strokes have the colour `currentColor`."""

    def __init__(self, symbol: Symbol, role: Colour) -> None:
        super().__init__()
        self._symbol, self._role = symbol, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        role = Colour.SECONDARY_TEXT if mode == QIcon.Mode.Disabled else self._role
        shade = palette_colour(QGuiApplication.palette(), role).name()
        _renderer(self._symbol, shade).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> "_Outline":
        return _Outline(self._symbol, self._role)


@cache
def _renderer(symbol: Symbol, shade: str) -> QSvgRenderer:
    """Return what draws a symbol in a colour like `#1d1d1f`; there are few of both."""
    source = (resources_dir() / "icons" / f"{symbol.value}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(source.replace("currentColor", shade).encode()))
