"""ControlNets on the next picture: the image each follows, the map drawn from it, its weight and when it counts."""

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
from macapp.workflow import request_builder

THUMB = 96  # points


@dataclass
class _Given:
    """What the user gave to one ControlNet: the image, and how its map is drawn."""

    source: str
    """the image, by its name in the library"""
    map: str
    depth_model: Path | None = None


class ControlNetRow(QWidget):
    """One ControlNet."""

    changed = Signal()
    browse_requested = Signal()
    map_chosen = Signal()
    off_requested = Signal()

    def __init__(self, found: AuxiliaryModel) -> None:
        super().__init__()
        self.found = found
        self.given: _Given | None = None
        self.image: str | None = None
        """the map, by its name in the library"""
        self.thumb = QPushButton(self.tr("Choose an\nimage…"))
        self.thumb.setFixedSize(THUMB, THUMB)
        self.thumb.setAccessibleName(self.tr("Image that {0} follows").format(found.name))
        self.thumb.clicked.connect(self.browse_requested)
        self.map = QComboBox()
        self.map.setAccessibleName(self.tr("Map"))
        for name, words in (
            (control_maps.PREPROCESSED, self.tr("Is a map already")),
            ("canny", self.tr("Edges (Canny)")),
            ("lineart", self.tr("Fine lines")),
            ("scribble", self.tr("Scribble")),
            (control_maps.DEPTH, self.tr("Depth…")),
        ):
            self.map.addItem(words, name)
        self.map.activated.connect(self.map_chosen)
        self.scale = decimal_field(0, 2, 0.05, self.tr("Weight"))
        self.scale.setValue(1)
        self.start = decimal_field(0, 1, 0.05, self.tr("From"))
        self.end = decimal_field(0, 1, 0.05, self.tr("To"))
        self.end.setValue(1)
        for spin in (self.scale, self.start, self.end):
            spin.valueChanged.connect(self.changed)
        self._lay_out()

    def control(self) -> Control:
        """Return what it says; raises `BadRequest` while it has no map."""
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

    def show_map(self, kept: SourceImage) -> None:
        """Show the map that the picture will follow."""
        self.image = kept.name
        pixmap = QPixmap.fromImage(load_own_image(kept.path)).scaled(
            QSize(THUMB - 8, THUMB - 8) * self.devicePixelRatioF(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.thumb.setText("")
        self.thumb.setIcon(pixmap)
        self.thumb.setIconSize(QSize(THUMB - 8, THUMB - 8))
        self.thumb.setToolTip(tip(format_size(kept.size)))
        self.changed.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        name = plain_text(QLabel(elide(self.found.name, 36)))
        name.setToolTip(tip(self.found.id))
        head.addWidget(name, 1)
        off = remove_button(self.tr("Take off {0}").format(self.found.name))
        off.clicked.connect(self.off_requested)
        head.addWidget(off)
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
    """Holds the ControlNets."""

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
        self._add.clicked.connect(self._offer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._list)
        layout.addWidget(self._add)

    def values(self) -> dict[str, Any]:
        """Return the field of a request that it holds; raises `BadRequest` for a ControlNet without a map."""
        return {"controls": tuple(each.control() for each in self.rows)}

    def use(self, request: Request) -> None:
        """Show what a request says; its maps are maps already."""
        for each in list(self.rows):
            self.take_off(each)
        for control in request.controls:
            row = self.add(control.model)
            path = source_images.path_of(self._places, control.image)
            if row is None:
                continue
            for spin, value in ((row.scale, control.scale), (row.start, control.start), (row.end, control.end)):
                spin.setValue(value)
            if path.exists():
                row.given = _Given(control.image, control_maps.PREPROCESSED)
                row.map.setCurrentIndex(max(0, row.map.findData(control.map)))
                row.show_map(SourceImage(control.image, path, request.size))

    def set_size(self, size: tuple[int, int], resize: str) -> None:
        """Draw the maps anew for another size of the picture."""
        if (size, resize) != (self._size, self._resize):
            self._size, self._resize = size, resize
            for row in self.rows:
                if row.given is not None and row.given.map != control_maps.PREPROCESSED:
                    self._draw(row)

    def add(self, path: str) -> ControlNetRow | None:
        """Add a ControlNet, or say what is wrong with it."""
        try:
            if len(self.rows) >= MAX_CONTROLS:
                raise BadRequest("too-many", field="controls", limit=MAX_CONTROLS)
            row = ControlNetRow(models.find_auxiliary(path, AuxiliaryKind.CONTROLNET))
        except EaselError as error:
            self.error_occurred.emit(error_text(error))
            return None
        row.browse_requested.connect(partial(self.choose_image, row))
        row.map_chosen.connect(partial(self._map_chosen, row))
        row.off_requested.connect(partial(self.take_off, row))
        row.changed.connect(self.changed)
        self.rows.append(row)
        self._list.addWidget(row)
        self.changed.emit()
        return row

    def take_off(self, row: ControlNetRow) -> None:
        """Take one off."""
        self.rows.remove(row)
        row.setParent(None)
        row.deleteLater()
        self.changed.emit()

    def follow(self, row: ControlNetRow, file: Path) -> None:
        """Let a ControlNet follow a picture file, off this thread."""

        def kept(image: SourceImage) -> None:
            row.given = _Given(image.name, row.map.currentData(), self.depth_model)
            self._draw(row)

        self._background.run(partial(source_images.store_file, self._places, file), kept, self._say)

    def summary(self) -> str:
        """Return the names of the ControlNets."""
        return elide(", ".join(each.found.name for each in self.rows), 40)

    def _offer(self) -> None:
        """Offer the ControlNets that are there, and to look for others."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in models.bundled(AuxiliaryKind.CONTROLNET):
            add_named(menu, each.name, partial(self.add, each.id))
        menu.addAction(self.tr("Choose a Folder…"), self.choose)
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def choose(self) -> None:
        """Ask for a ControlNet's folder."""
        dialog = file_dialog(self, self.tr("Add a ControlNet: Choose Its Folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.add)
        dialog.open()

    def choose_image(self, row: ControlNetRow) -> None:
        """Ask for the image that a ControlNet follows."""
        dialog = file_dialog(self, self.tr("Choose the Image to Follow"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.follow(row, Path(path)))
        dialog.open()

    def _map_chosen(self, row: ControlNetRow) -> None:
        if row.map.currentData() == control_maps.DEPTH and self.depth_model is None:
            self.choose_depth_model(row)
        elif row.given is not None:
            row.given = replace(row.given, map=row.map.currentData(), depth_model=self.depth_model)
            self._draw(row)

    def choose_depth_model(self, row: ControlNetRow) -> None:
        """Ask for the model that sees depth, then draw with it; without one the image stays a map itself."""

        def chosen(path: str) -> None:
            self.depth_model = Path(path)
            self._map_chosen(row)

        dialog = file_dialog(self, self.tr("Choose the Folder of a Model That Sees Depth"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(chosen)
        dialog.rejected.connect(lambda: row.map.setCurrentIndex(0))
        dialog.open()

    def _draw(self, row: ControlNetRow) -> None:
        """Draw the map off this thread and show it when it is there."""
        if row.given is not None:
            given = row.given
            work = partial(
                request_builder.create_control_map,
                self._places,
                given.source,
                given.map,
                self._size,
                self._resize,
                given.depth_model,
            )
            self._background.run(work, partial(self._drawn, row, row.given), self._say)

    def _drawn(self, row: ControlNetRow, given: _Given, kept: SourceImage) -> None:
        if row in self.rows and row.given == given:
            row.show_map(kept)

    def _say(self, error: EaselError) -> None:
        self.error_occurred.emit(error_text(error))
