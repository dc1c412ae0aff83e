"""The ControlNets of the form: for each its image, the control map, its weight, start and end."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import MAX_CONTROLS, Control, Request
from macapp.errors import BadRequest, EaselError
from macapp.imaging import control_maps
from macapp.library import SourceImage, source_images
from macapp.models import AuxiliaryModel
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.fields import decimal_field, labelled_field, remove_button, side_by_side
from macapp.ui.widgets.pixels import load_own_image
from macapp.ui.widgets.plain_text import add_named, file_dialog, tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide, error_text, format_size
from macapp.ui.widgets.theme import plain_text
from macapp.ui.widgets.wheel import scroll_past
from macapp.workflow.request_builder import ControlMapSpec, create_control_map

THUMB = 96  # points


@dataclass
class _ControlImage:
    """The image of one ControlNet, and how its control map is made."""

    source: str
    """the name of the image in the library"""
    map: str
    depth_model: Path | None = None


class ControlNetRow(QWidget):
    """The controls of one ControlNet."""

    changed = Signal()
    browse_requested = Signal()
    map_selected = Signal()
    remove_requested = Signal()

    def __init__(self, found: AuxiliaryModel) -> None:
        super().__init__()
        self.found = found
        self.control_image: _ControlImage | None = None
        self.image: str | None = None
        """the name of the control map in the library"""
        self.thumb = QPushButton(self.tr("Choose an\nimage…"))
        self.thumb.setFixedSize(THUMB, THUMB)
        self.thumb.setAccessibleName(self.tr("Image for {0}").format(found.name))
        self.thumb.clicked.connect(self.browse_requested)
        self.map = scroll_past(QComboBox())
        self.map.setAccessibleName(self.tr("Map"))
        for name, words in (
            (control_maps.PREPROCESSED, self.tr("Image is a map")),
            ("canny", self.tr("Edges (Canny)")),
            ("lineart", self.tr("Fine lines")),
            ("scribble", self.tr("Scribble")),
            (control_maps.DEPTH, self.tr("Depth…")),
        ):
            self.map.addItem(words, name)
        self.map.activated.connect(self.map_selected)
        self.scale = decimal_field(0, 2, 0.05, self.tr("Weight"))
        self.scale.setValue(1)
        self.start = decimal_field(0, 1, 0.05, self.tr("From"))
        self.end = decimal_field(0, 1, 0.05, self.tr("To"))
        self.end.setValue(1)
        for spin in (self.scale, self.start, self.end):
            spin.valueChanged.connect(self.changed)
        self._build_layout()

    def control(self) -> Control:
        """Return the ControlNet as a part of a request; raises `BadRequest` while it has no control map."""
        if self.image is None:
            raise BadRequest("map-missing", name=self.found.name)
        return Control(
            model=self.found.id,
            image=self.image,
            map=self.map.currentData(),
            scale=round(self.scale.value(), 2),
            start=round(self.start.value(), 2),
            end=round(self.end.value(), 2),
        )

    def show_map(self, stored: SourceImage) -> None:
        """Show the control map."""
        self.image = stored.name
        pixmap = QPixmap.fromImage(load_own_image(stored.path)).scaled(
            QSize(THUMB - 8, THUMB - 8) * self.devicePixelRatioF(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.thumb.setText("")
        self.thumb.setIcon(pixmap)
        self.thumb.setIconSize(QSize(THUMB - 8, THUMB - 8))
        self.thumb.setToolTip(tip(format_size(stored.size)))
        self.changed.emit()

    def _build_layout(self) -> None:
        head = QHBoxLayout()
        name = plain_text(QLabel(elide(self.found.name, 36)))
        name.setToolTip(tip(self.found.id))
        head.addWidget(name, 1)
        remove = remove_button(self.tr("Remove {0}").format(self.found.name))
        remove.clicked.connect(self.remove_requested)
        head.addWidget(remove)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.map)
        column.addWidget(labelled_field(self.tr("Weight"), self.scale))
        column.addStretch()
        row = QHBoxLayout()
        row.addWidget(self.thumb)
        row.addLayout(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(row)
        layout.addWidget(
            side_by_side(labelled_field(self.tr("From"), self.start), labelled_field(self.tr("To"), self.end))
        )


class ControlNetField(QWidget):
    """The list of ControlNets."""

    changed = Signal()
    error_occurred = Signal(str)

    def __init__(self, places: LibraryPaths, background: TaskPool) -> None:
        super().__init__()
        self._places, self._background = places, background
        self._size, self._resize = (512, 512), "crop"
        self.rows: list[ControlNetRow] = []
        self.depth_model: Path | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self._add = QPushButton(self.tr("Add ControlNet…"))
        self._add.clicked.connect(self.show_menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._list)
        layout.addWidget(self._add)

    def values(self) -> dict[str, Any]:
        """Return the field `controls` of a request; raises `BadRequest` for a ControlNet without a control map."""
        return {"controls": tuple(row.control() for row in self.rows)}

    def use(self, request: Request) -> None:
        """Show the ControlNets of a request with their finished control maps."""
        for row in list(self.rows):
            self.remove(row)
        for control in request.controls:
            row = self.add(control.model)
            path = source_images.image_path(self._places, control.image)
            if row is None:
                continue
            for spin, value in ((row.scale, control.scale), (row.start, control.start), (row.end, control.end)):
                spin.setValue(value)
            if path.exists():
                row.control_image = _ControlImage(control.image, control_maps.PREPROCESSED)
                row.map.setCurrentIndex(max(0, row.map.findData(control.map)))
                row.show_map(SourceImage(control.image, path, request.size))

    def set_size(self, size: tuple[int, int], resize: str) -> None:
        """Make the control maps again for another size of the picture."""
        if (size, resize) != (self._size, self._resize):
            self._size, self._resize = size, resize
            for row in self.rows:
                if row.control_image is not None and row.control_image.map != control_maps.PREPROCESSED:
                    self._make_map(row)

    def add(self, path: str) -> ControlNetRow | None:
        """Add a ControlNet, or report its error."""
        try:
            if len(self.rows) >= MAX_CONTROLS:
                raise BadRequest("too-many", field="controls", limit=MAX_CONTROLS)
            row = ControlNetRow(models.find_auxiliary(path, AuxiliaryKind.CONTROLNET))
        except EaselError as error:
            self.error_occurred.emit(error_text(error))
            return None
        row.browse_requested.connect(partial(self.choose_image, row))
        row.map_selected.connect(partial(self._on_map_selected, row))
        row.remove_requested.connect(partial(self.remove, row))
        row.changed.connect(self.changed)
        self.rows.append(row)
        self._list.addWidget(row)
        self.changed.emit()
        return row

    def remove(self, row: ControlNetRow) -> None:
        """Remove a ControlNet."""
        self.rows.remove(row)
        row.setParent(None)
        row.deleteLater()
        self.changed.emit()

    def use_image(self, row: ControlNetRow, file: Path) -> None:
        """Use a picture file as the image of a ControlNet, in the background."""

        def show(image: SourceImage) -> None:
            row.control_image = _ControlImage(image.name, row.map.currentData(), self.depth_model)
            self._make_map(row)

        self._background.run(partial(source_images.store_file, self._places, file), show, self._show_error)

    def summary(self) -> str:
        """Return the names of the ControlNets."""
        return elide(", ".join(row.found.name for row in self.rows), 40) or self.tr("none")

    def show_menu(self) -> None:
        """Open a menu with the built-in ControlNets and a command to choose a folder."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for controlnet in models.bundled(AuxiliaryKind.CONTROLNET):
            add_named(menu, controlnet.name, partial(self.add, controlnet.id))
        menu.addAction(self.tr("Choose a Folder…"), self.choose)
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def choose(self) -> None:
        """Open a dialog for the folder of a ControlNet."""
        dialog = file_dialog(self, self.tr("Choose a ControlNet Folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.add)
        dialog.open()

    def choose_image(self, row: ControlNetRow) -> None:
        """Open a dialog for the image of a ControlNet."""
        dialog = file_dialog(self, self.tr("Choose a Control Image"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.use_image(row, Path(path)))
        dialog.open()

    def _on_map_selected(self, row: ControlNetRow) -> None:
        if row.map.currentData() == control_maps.DEPTH and self.depth_model is None:
            self.choose_depth_model(row)
        elif row.control_image is not None:
            row.control_image = replace(row.control_image, map=row.map.currentData(), depth_model=self.depth_model)
            self._make_map(row)

    def choose_depth_model(self, row: ControlNetRow) -> None:
        """Open a dialog for a depth estimation model, then make the map; Cancel uses the image itself as the map."""

        def use_model(path: str) -> None:
            self.depth_model = Path(path)
            self._on_map_selected(row)

        dialog = file_dialog(self, self.tr("Choose a Depth Estimation Model Folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(use_model)
        dialog.rejected.connect(lambda: row.map.setCurrentIndex(0))
        dialog.open()

    def _make_map(self, row: ControlNetRow) -> None:
        """Make the control map in the background and show it when it is ready."""
        if row.control_image is not None:
            control_image = row.control_image
            work = partial(
                create_control_map,
                self._places,
                control_image.source,
                ControlMapSpec(control_image.map, self._size, self._resize, control_image.depth_model),
            )
            self._background.run(work, partial(self._show_made_map, row, row.control_image), self._show_error)

    def _show_made_map(self, row: ControlNetRow, control_image: _ControlImage, made: SourceImage) -> None:
        if row in self.rows and row.control_image == control_image:
            row.show_map(made)

    def _show_error(self, error: EaselError) -> None:
        self.error_occurred.emit(error_text(error))
