"""The reference images: thumbnails in the order of the prompt, to add, move and remove."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QIcon, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QMenu, QToolButton, QWidget

from macapp.domain.request import MAX_REFERENCES, Request
from macapp.errors import BadRequest
from macapp.library import SourceImage, source_images
from macapp.models.references import check_reference_shapes
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.pixels import load_own_image
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import error_text, format_size
from macapp.ui.widgets.theme import TextStyle, scaled_font, secondary_label

WELL_POINTS = 64  # a side
BADGE, INSET = 17, 2  # points, of the number and the button on a thumbnail
COLUMNS = 2
THUMB = QSize(WELL_POINTS - 8, WELL_POINTS - 8)
_MOVED = "application/x-easel-reference"


class ReferenceField(QWidget):
    """The reference images of the next picture, and a well to choose one more."""

    changed = Signal()
    browse_requested = Signal()
    source_requested = Signal(SourceImage)
    """an image to use as the source image, and no longer as a reference"""
    error_occurred = Signal(str)
    change_began = Signal(str)
    """the user is about to remove or move images: the name of that command, for Undo"""
    change_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: list[SourceImage] = []
        self._limit = MAX_REFERENCES
        self._can_be_source = False
        self._thumbs: dict[str, QPixmap] = {}
        self.wells: list[ReferenceWell] = []
        """one for each image, in their order"""
        self.add_button = QToolButton()
        self.add_button.setText(self.tr("+\nReference"))
        self.add_button.setFont(scaled_font(TextStyle.SECONDARY, self.font()))
        self.add_button.setFixedSize(WELL_POINTS, WELL_POINTS)
        self.add_button.setToolTip(tip(self.tr("Add a reference image")))
        self.add_button.setAccessibleName(self.tr("Add a reference image"))
        self.add_button.clicked.connect(self.browse_requested)
        self.words = secondary_label(QLabel(), smaller=0.85)
        """how to refer to the images in the prompt; the prompt bar shows it"""
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._grid)
        self.setAcceptDrops(True)
        self._update()

    @property
    def images(self) -> Sequence[SourceImage]:
        """The reference images in their order."""
        return tuple(self._images)

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Width and height of each image."""
        return tuple(image.size for image in self._images)

    def values(self) -> dict[str, Any]:
        """Return the field `references` of a request."""
        return {"references": tuple(image.name for image in self._images)}

    def use(self, request: Request, places: LibraryPaths) -> None:
        """Show the images of a request; report those that are missing, and leave them out."""
        self._images = []
        for number, name in enumerate(request.references, start=1):
            try:
                size = source_images.read_size(places, name)
            except BadRequest:
                self.error_occurred.emit(error_text(BadRequest("reference-gone", number=number)))
                continue
            self._images.append(SourceImage(name, source_images.image_path(places, name), size))
        self._update()

    def set_limit(self, limit: int, can_be_source: bool) -> None:
        """Set how many images the model uses, and whether it also starts from a source image."""
        self._limit, self._can_be_source = limit, can_be_source
        self._update()

    def offer(self, is_offered: bool) -> None:
        """Say during a drag what a drop on the well does."""
        self.add_button.setText(self.tr("Edit\nthis") if is_offered else self.tr("+\nReference"))

    def add(self, image: SourceImage) -> None:
        """Add an image at the end, or replace the only one that the model uses.

        Raises `BadRequest` if the image is too small or too narrow, or one too many for any model.
        """
        if self._limit == 1 == len(self._images):
            check_reference_shapes([image.size])
            self._images = []
        if len(self._images) >= MAX_REFERENCES:
            raise BadRequest("too-many", field="references", limit=MAX_REFERENCES)
        check_reference_shapes([*self.sizes, image.size])
        self._images.append(image)
        self._update()

    def remove(self, place: int) -> None:
        """Remove the image at a place, counted from 0."""
        if place in range(len(self._images)):
            del self._images[place]
            self._update()

    def move_image(self, place: int, target: int) -> None:
        """Move the image at a place to another; both are counted from 0."""
        if {place, target} <= {*range(len(self._images))} and place != target:
            self._images.insert(target, self._images.pop(place))
            self._update()
            self.wells[target].setFocus()

    def clear(self) -> None:
        """Remove all images."""
        self._images = []
        self._update()

    @Slot()
    def remove_all(self) -> None:
        """Remove all images, as a command of the user that can be undone."""
        self.change_by_hand(self.tr("Remove Reference Images"), self.clear)

    def change_by_hand(self, words: str, change: Callable[[], object]) -> None:
        """Change the images as a command of the user; `words` name it for Undo."""
        self.change_began.emit(words)
        change()
        self.change_ended.emit()

    def remove_by_hand(self, place: int) -> None:
        """Remove the image at a place, as a command of the user that can be undone."""
        self.change_by_hand(self.tr("Remove Reference Image"), partial(self.remove, place))

    def move_by_hand(self, place: int, target: int) -> None:
        """Move the image at a place to another, as a command of the user that can be undone."""
        self.change_by_hand(self.tr("Move Reference Image"), partial(self.move_image, place, target))

    def fill_menu(self, menu: QMenu, place: int) -> None:
        """Fill a menu with what can be done with the image at a place."""
        for words, target in ((self.tr("Move Left"), place - 1), (self.tr("Move Right"), place + 1)):
            action = menu.addAction(words, partial(self.move_by_hand, place, target))
            action.setEnabled(target in range(len(self._images)))
        if self._can_be_source:
            menu.addAction(self.tr("Use as Source Image"), partial(self._make_source, place))
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), partial(self.remove_by_hand, place))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept an image of this field that is moved; the window takes everything else."""
        if event.mimeData().hasFormat(_MOVED) and event.source() in self.wells:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        source, point = event.source(), event.position().toPoint()
        target = next((place for place, well in enumerate(self.wells) if well.geometry().contains(point)), None)
        if isinstance(source, ReferenceWell) and source in self.wells:
            event.acceptProposedAction()
            self.move_by_hand(source.place, len(self._images) - 1 if target is None else target)

    def _make_source(self, place: int) -> None:
        self.source_requested.emit(self._images[place])

    def _thumb(self, image: SourceImage) -> QPixmap:
        if image.name not in self._thumbs:
            self._thumbs[image.name] = _make_thumb(image, self.devicePixelRatioF())
        return self._thumbs[image.name]

    def _update(self) -> None:
        for well in self.wells:
            self._grid.removeWidget(well)
            well.deleteLater()
        self._thumbs = {image.name: self._thumb(image) for image in self._images}
        self.wells = [ReferenceWell(self, place, image, self._thumb(image)) for place, image in enumerate(self._images)]
        for place, widget in enumerate([*self.wells, self.add_button]):
            self._grid.addWidget(widget, place // COLUMNS, place % COLUMNS)
        count = len(self._images)
        self.add_button.setVisible(count < self._limit)
        self.words.setVisible(count > 0)
        too_many = self.tr("The model uses at most %Ln of them. Remove the others.", "", self._limit)
        numbers = self.tr("In the prompt they are “image 1”, “image 2”.")
        one = self.tr("Write in the prompt what to change.")
        self.words.setText(too_many if count > self._limit else numbers if count > 1 else one)
        self.changed.emit()


class ReferenceWell(QToolButton):
    """The thumbnail of one reference image, with its number."""

    def __init__(self, field: ReferenceField, place: int, image: SourceImage, thumb: QPixmap) -> None:
        super().__init__(field)
        self._field, self.place = field, place
        self._pressed_at: QPoint | None = None
        self.setIcon(QIcon(thumb))
        self.setIconSize(THUMB)
        self.setFixedSize(WELL_POINTS, WELL_POINTS)
        self.setAccessibleName(self.tr("Reference image {0}").format(place + 1))
        words = self.tr("Image {0}: {1}. Drag it to change the order; Delete removes it.")
        self.setToolTip(tip(words.format(place + 1, format_size(image.size))))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.clicked.connect(self._open_menu)
        number = QLabel(str(place + 1), self)
        number.setAutoFillBackground(True)
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        number.setGeometry(INSET, WELL_POINTS - BADGE - INSET, BADGE, BADGE)
        self.remove_button = QToolButton(self)
        self.remove_button.setText("✕")
        self.remove_button.setGeometry(WELL_POINTS - BADGE - INSET, INSET, BADGE, BADGE)
        self.remove_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove_button.setToolTip(tip(self.tr("Remove")))
        self.remove_button.setAccessibleName(self.tr("Remove reference image {0}").format(place + 1))
        self.remove_button.clicked.connect(self._remove)

    def event(self, event: QEvent) -> bool:
        """Keep Option-Left and Option-Right for the order: elsewhere in the window they go to related pictures."""
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the image with Delete or Backspace, and move it with Option and an arrow key."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove()
        elif by is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._field.move_by_hand(self.place, self.place + by)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Start a drag once the pointer has moved far enough."""
        moved = 0 if self._pressed_at is None else (event.position().toPoint() - self._pressed_at).manhattanLength()
        if moved < QApplication.startDragDistance():
            super().mouseMoveEvent(event)
            return
        self._pressed_at = None
        self.setDown(False)
        data = QMimeData()
        data.setData(_MOVED, str(self.place).encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self.icon().pixmap(self.iconSize()))
        drag.exec(Qt.DropAction.MoveAction)

    def _remove(self) -> None:
        self._field.remove_by_hand(self.place)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field.fill_menu(menu, self.place)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


def _make_thumb(image: SourceImage, ratio: float) -> QPixmap:
    """Return the middle of an image as a square that fills a well; `ratio` is the pixels per point."""
    pixmap = QPixmap.fromImage(load_own_image(image.path))
    if pixmap.isNull():
        return pixmap
    side = THUMB * ratio
    ways = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    scaled = pixmap.scaled(side, *ways)
    left, top = (scaled.width() - side.width()) // 2, (scaled.height() - side.height()) // 2
    square = scaled.copy(left, top, side.width(), side.height())
    square.setDevicePixelRatio(ratio)
    return square
