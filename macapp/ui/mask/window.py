"""The mask window: paint a mask, or extend an image at its edges."""

from functools import partial
from pathlib import Path

from PIL.ImageQt import fromqimage, toqimage
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QImage, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
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
from macapp.ui.mask.canvas import BRUSH_PIXELS, MaskCanvas, Tool
from macapp.ui.widgets.controls import PrimaryButton
from macapp.ui.widgets.dropped import dropped_files
from macapp.ui.widgets.fields import integer_field
from macapp.ui.widgets.pixels import load_own_image
from macapp.ui.widgets.plain_text import file_dialog, tip, write_in
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text, format_size
from macapp.ui.widgets.theme import GAP, MARGIN, mark_error, plain_text, secondary_label
from macapp.ui.widgets.undo import UndoCommand, UndoHistory


class MaskWindow(QWidget):
    """A canvas with its tools; Use Mask passes the mask to the form."""

    done = Signal(SourceImage, SourceImage, int)
    """the image, which may be extended, its mask, and the feather in pixels"""

    closed = Signal()

    def __init__(
        self, places: LibraryPaths, background: TaskPool, image: SourceImage, mask: SourceImage | None, feather: int
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Mask"))
        self.setAcceptDrops(True)
        self._places, self._background, self._image = places, background, image
        self.undo = UndoHistory(self)
        self._may_close = False
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
        self.size_slider.setRange(BRUSH_PIXELS[0], BRUSH_PIXELS[-1])
        self.size_slider.setAccessibleName(self.tr("Brush width"))
        self.size_slider.setToolTip(self.tr("Brush width (keys [ and ])"))
        self.size_slider.valueChanged.connect(self.canvas.set_brush)
        self.feather: QSpinBox = integer_field(MASK_FEATHERS[0], MASK_FEATHERS[-1], self.tr("Feather in pixels"))
        self.feather.setValue(feather)
        self.feather.setToolTip(self.tr("Width in pixels over which the edge of the mask fades inwards"))
        self.hint = secondary_label(QLabel())
        self.fault = plain_text(QLabel())
        self.fault.hide()
        self.finish = PrimaryButton(self.tr("Use Mask"))
        self.finish.clicked.connect(self.accept)
        self._build_layout()
        self._add_actions()
        self.canvas.tool_changed.connect(self._update_tool)
        self.canvas.brush_changed.connect(self.size_slider.setValue)
        self.canvas.edge_dragged.connect(self.extend)
        self.canvas.changed.connect(self._update_hint)
        self.canvas.set_image(load_own_image(image.path), None if mask is None else load_own_image(mask.path))
        self.size_slider.setMaximum(min(BRUSH_PIXELS[-1], max(image.size)))
        self.canvas.set_brush(max(BRUSH_PIXELS[0], min(image.size) // 10))
        self._update_tool(Tool.BRUSH)
        self.resize(900, 720)
        self.canvas.setFocus()

    def accept(self) -> None:
        """Store the mask and pass it to the form; show an error for an empty or a full mask."""
        work = partial(_store_images, self._places, self.canvas.image, self.canvas.grey())
        self._background.run(work, self._on_stored, self._show_error)

    def open_mask(self, path: Path) -> None:
        """Replace the mask by an image file."""

        def show(mask: SourceImage) -> None:
            self.fault.hide()
            self.canvas.use_mask(load_own_image(mask.path))

        self._background.run(partial(_store_mask, self._places, path, self._image), show, self._show_error)

    def extend(self, sides: Box) -> None:
        """Extend the image at its edges and mask the new area; Undo removes it."""
        before = self.canvas.image, self.canvas.grey()

        def show(found: tuple[QImage, QImage]) -> None:
            do, undo = partial(self.canvas.set_image, *found), partial(self.canvas.set_image, *before)
            self.undo.push(UndoCommand(self.tr("Extend Image"), do, undo))
            if self.feather.value() == 0:
                self.feather.setValue(inpainting.OVERLAP)

        self._background.run(partial(_extend_image, *before, sides), show, self._show_error)

    def discard(self) -> None:
        """Close without the mask, and without a question."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, or ask first if what was painted would be lost."""
        if not (self._may_close or self.undo.isClean()):
            event.ignore()
            self._ask_to_use()
            return
        self.closed.emit()
        super().closeEvent(event)

    def _ask_to_use(self) -> None:
        """Ask what happens to the painted mask, in a sheet."""
        question = QMessageBox(self)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        write_in(question, self.tr("Use this mask?"), self.tr("Without it, your changes to the mask are lost."))
        use = question.addButton(self.tr("Use Mask"), QMessageBox.ButtonRole.AcceptRole)
        discard = question.addButton(self.tr("Don’t Use"), QMessageBox.ButtonRole.DestructiveRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.setDefaultButton(use)
        use.clicked.connect(self.accept)
        discard.clicked.connect(self.discard)
        question.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one file."""
        if len(dropped_files(event.mimeData())) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in dropped_files(event.mimeData()):
            self.open_mask(path)

    def _on_stored(self, kept: tuple[SourceImage, SourceImage]) -> None:
        self.done.emit(*kept, self.feather.value())
        self.discard()

    def _update_tool(self, tool: Tool) -> None:
        self.brush.setChecked(tool is Tool.BRUSH)
        self.eraser.setChecked(tool is Tool.ERASER)

    def _update_hint(self) -> None:
        self.fault.hide()
        size = format_size((self.canvas.image.width(), self.canvas.image.height()))
        words = self.tr("Paint the area to change. Drag an edge to extend the picture.  ·  {0}")
        self.hint.setText(words.format(size))

    def _show_error(self, error: EaselError) -> None:
        self.fault.setText(error_text(error))
        mark_error(self.fault)
        self.fault.show()

    def _choose_mask(self) -> None:
        dialog = file_dialog(self, self.tr("Open Mask"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.open_mask(Path(path)))
        dialog.open()

    def _add_actions(self) -> None:
        undo, redo = self.undo.createUndoAction(self), self.undo.createRedoAction(self)
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        redo.setShortcut(QKeySequence("Ctrl+Shift+Z"))
        self.addActions([undo, redo])
        for words, key, slot in (
            (self.tr("Invert Mask"), "Shift+V", self.canvas.invert),
            (self.tr("Zoom to Fit"), "Ctrl+0", self.canvas.fit),
            (self.tr("Actual Size"), "Ctrl+1", partial(self.canvas.zoom_to, 1.0)),
            (self.tr("Zoom In"), "Ctrl++", lambda: self.canvas.zoom_to(self.canvas.zoom * 1.2)),
            (self.tr("Zoom Out"), "Ctrl+-", lambda: self.canvas.zoom_to(self.canvas.zoom / 1.2)),
            (self.tr("Use Mask"), "Ctrl+Return", self.accept),
        ):
            action = QAction(words, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(slot)
            self.addAction(action)

    def _build_layout(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(6)
        for button in (self.brush, self.eraser):
            tools.addWidget(button)
        tools.addWidget(self.size_slider, 1)
        tools.addSpacing(GAP)
        tools.addWidget(secondary_label(QLabel(self.tr("Feather"))))
        tools.addWidget(self.feather)
        tools.addSpacing(GAP)
        for words, slot in (
            (self.tr("Invert"), self.canvas.invert),
            (self.tr("Clear"), self.canvas.clear),
            (self.tr("Open Mask…"), self._choose_mask),
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


def _store_images(places: LibraryPaths, image: QImage, mask: QImage) -> tuple[SourceImage, SourceImage]:
    """Store an image and its mask; raises `BadRequest` for an empty or a full mask."""
    images = fromqimage(image).convert("RGB"), fromqimage(mask).convert("L")
    inpainting.check_mask(*images)
    return source_images.store_image(places, images[0]), source_images.store_image(places, images[1])


def _store_mask(places: LibraryPaths, path: Path, image: SourceImage) -> SourceImage:
    mask = source_images.store_mask(places, path)
    inpainting.check_mask(source_images.load_image(places, image.name), source_images.load_image(places, mask.name))
    return mask


def _extend_image(image: QImage, mask: QImage, sides: Box) -> tuple[QImage, QImage]:
    """Return the extended image, and the mask with the new area."""
    extended, area = inpainting.outpaint_canvas(fromqimage(image).convert("RGB"), inpainting.parse_outpaint(sides))
    area.paste(255, (sides[0], sides[1]), fromqimage(mask).convert("L"))
    return toqimage(extended), toqimage(area)
