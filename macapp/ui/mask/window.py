"""The window in which a mask is painted, or an image is given room at its edges."""

from functools import partial
from pathlib import Path

from PIL.ImageQt import fromqimage, toqimage
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QImage, QKeySequence, QUndoStack
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from macapp.domain.request import MASK_FEATHERS
from macapp.errors import EaselError
from macapp.imaging import inpainting
from macapp.imaging.inpainting import Box
from macapp.library import SourceImage, source_images
from macapp.system.paths import LibraryPaths
from macapp.ui.mask.canvas import BRUSHES, MaskCanvas, Tool
from macapp.ui.widgets.fields import integer_field
from macapp.ui.widgets.pixels import load_own_image
from macapp.ui.widgets.plain_text import file_dialog, tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text, format_size
from macapp.ui.widgets.theme import GAP, MARGIN, mark_error, plain_text, primary_button, secondary_label
from macapp.ui.widgets.undo import UndoCommand


class MaskWindow(QWidget):
    """A canvas with its tools; what is painted goes to the form when it is done."""

    done = Signal(SourceImage, SourceImage, int)
    """the image (which may have got room at its edges), its mask, and the feather in pixels"""

    closed = Signal()

    def __init__(
        self, places: LibraryPaths, background: TaskPool, image: SourceImage, mask: SourceImage | None, feather: int
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Mask"))
        self.setAcceptDrops(True)
        self._places, self._background, self._image = places, background, image
        self.undo = QUndoStack(self)
        self.canvas = MaskCanvas(self.undo)
        self.brush, self.eraser = QToolButton(), QToolButton()
        for button, words, key, tool in (
            (self.brush, self.tr("Brush"), "B", Tool.BRUSH),
            (self.eraser, self.tr("Eraser"), "E", Tool.ERASER),
        ):
            button.setText(words)
            button.setToolTip(tip(self.tr("{0} (key {1})").format(words, key)))
            button.setCheckable(True)
            button.clicked.connect(partial(self.canvas.set_tool, tool))
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(BRUSHES[0], BRUSHES[-1])
        self.size_slider.setAccessibleName(self.tr("Width of the brush"))
        self.size_slider.setToolTip(self.tr("Width of the brush (keys [ and ])"))
        self.size_slider.valueChanged.connect(self.canvas.set_brush)
        self.feather: QSpinBox = integer_field(MASK_FEATHERS[0], MASK_FEATHERS[-1], self.tr("Feather in pixels"))
        self.feather.setValue(feather)
        self.feather.setToolTip(self.tr("Over how many pixels the edge fades inwards"))
        self.hint = secondary_label(QLabel())
        self.fault = plain_text(QLabel())
        self.fault.hide()
        self.finish = primary_button(QPushButton(self.tr("Use Mask")))
        self.finish.clicked.connect(self.accept)
        self._lay_out()
        self._actions()
        self.canvas.tool_changed.connect(self._tool_changed)
        self.canvas.brush_changed.connect(self.size_slider.setValue)
        self.canvas.edge_dragged.connect(self.add_room)
        self.canvas.changed.connect(self._changed)
        self.canvas.set_image(load_own_image(image.path), None if mask is None else load_own_image(mask.path))
        self.size_slider.setMaximum(min(BRUSHES[-1], max(image.size)))
        self.canvas.set_brush(max(BRUSHES[0], min(image.size) // 10))
        self._tool_changed(Tool.BRUSH)
        self.resize(900, 720)
        self.canvas.setFocus()

    def accept(self) -> None:
        """Keep the mask and hand it to the form; say what is wrong with one that says nothing."""
        work = partial(_kept, self._places, self.canvas.image, self.canvas.grey())
        self._background.run(work, self._accepted, self._say)

    def open_mask(self, path: Path) -> None:
        """Take a mask from a picture file."""

        def show(mask: SourceImage) -> None:
            self.fault.hide()
            self.canvas.use_mask(load_own_image(mask.path))

        self._background.run(partial(_opened, self._places, path, self._image), show, self._say)

    def add_room(self, sides: Box) -> None:
        """Give the image room at its edges, masked so that it is drawn; Undo takes it back."""
        before = self.canvas.image, self.canvas.grey()

        def show(found: tuple[QImage, QImage]) -> None:
            do, undo = partial(self._show, *found), partial(self._show, *before)
            self.undo.push(UndoCommand(self.tr("Add Room"), do, undo))
            if self.feather.value() == 0:
                self.feather.setValue(inpainting.OVERLAP)

        self._background.run(partial(_with_room, *before, sides), show, self._say)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        local = [Path(each.toLocalFile()) for each in event.mimeData().urls() if each.isLocalFile()]
        if local:
            self.open_mask(local[0])

    def _show(self, image: QImage, mask: QImage) -> None:
        self.canvas.set_image(image, mask)

    def _accepted(self, kept: tuple[SourceImage, SourceImage]) -> None:
        self.done.emit(*kept, self.feather.value())
        self.close()

    def _tool_changed(self, tool: Tool) -> None:
        self.brush.setChecked(tool is Tool.BRUSH)
        self.eraser.setChecked(tool is Tool.ERASER)

    def _changed(self) -> None:
        self.fault.hide()
        size = format_size((self.canvas.image.width(), self.canvas.image.height()))
        words = self.tr("Paint what is to change. Drag an edge to draw the picture further outwards.  ·  {0}")
        self.hint.setText(words.format(size))

    def _say(self, error: EaselError) -> None:
        self.fault.setText(error_text(error))
        mark_error(self.fault)
        self.fault.show()

    def _ask_mask(self) -> None:
        dialog = file_dialog(self, self.tr("Open a Mask"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.open_mask(Path(path)))
        dialog.open()

    def _actions(self) -> None:
        undo, redo = self.undo.createUndoAction(self), self.undo.createRedoAction(self)
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        redo.setShortcut(QKeySequence("Ctrl+Shift+Z"))
        self.addActions([undo, redo])
        for words, key, slot in (
            (self.tr("Invert Mask"), "Shift+V", self.canvas.invert),
            (self.tr("Show All"), "Ctrl+0", self.canvas.fit),
            (self.tr("Actual Size"), "Ctrl+1", partial(self.canvas.zoom_to, 1.0)),
            (self.tr("Zoom In"), "Ctrl++", lambda: self.canvas.zoom_to(self.canvas.zoom * 1.2)),
            (self.tr("Zoom Out"), "Ctrl+-", lambda: self.canvas.zoom_to(self.canvas.zoom / 1.2)),
            (self.tr("Use Mask"), "Ctrl+Return", self.accept),
            (self.tr("Close"), "Ctrl+W", self.close),
        ):
            action = QAction(words, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(slot)
            self.addAction(action)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(6)
        for each in (self.brush, self.eraser):
            tools.addWidget(each)
        tools.addWidget(self.size_slider, 1)
        tools.addSpacing(GAP)
        tools.addWidget(secondary_label(QLabel(self.tr("Feather"))))
        tools.addWidget(self.feather)
        tools.addSpacing(GAP)
        for words, slot in (
            (self.tr("Invert"), self.canvas.invert),
            (self.tr("Clear"), self.canvas.clear),
            (self.tr("Open Mask…"), self._ask_mask),
        ):
            button = QPushButton(words)
            button.clicked.connect(slot)
            tools.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.finish)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        layout.setSpacing(GAP)
        layout.addLayout(tools)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.fault)
        layout.addLayout(foot)


def _kept(places: LibraryPaths, image: QImage, mask: QImage) -> tuple[SourceImage, SourceImage]:
    """Keep an image and its mask; raises `BadRequest` for a mask that says nothing."""
    pictures = fromqimage(image).convert("RGB"), fromqimage(mask).convert("L")
    inpainting.check_mask(*pictures)
    return source_images.store_image(places, pictures[0]), source_images.store_image(places, pictures[1])


def _opened(places: LibraryPaths, path: Path, image: SourceImage) -> SourceImage:
    mask = source_images.store_mask(places, path)
    inpainting.check_mask(source_images.load(places, image.name), source_images.load(places, mask.name))
    return mask


def _with_room(image: QImage, mask: QImage, sides: Box) -> tuple[QImage, QImage]:
    """Return an image with room at its edges, and its mask with that room."""
    whole, room = inpainting.outpaint_canvas(fromqimage(image).convert("RGB"), inpainting.parse_outpaint(sides))
    room.paste(255, (sides[0], sides[1]), fromqimage(mask).convert("L"))
    return toqimage(whole), toqimage(room)
