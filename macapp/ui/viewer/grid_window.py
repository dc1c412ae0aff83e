"""A grid of pictures that vary in two settings. Each cell is a picture of the gallery; missing ones can be made."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QImage, QPalette, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from macapp.domain.job import Picture
from macapp.domain.request import Request
from macapp.errors import EaselError
from macapp.library import Library
from macapp.library.grid_sheet import write_grid_sheet
from macapp.library.grids import GRID_FIELDS, Axis, Grid
from macapp.ui.gallery.model import load_thumbnail
from macapp.ui.widgets.accessibility import describe_choices
from macapp.ui.widgets.last_folder import LastFolder
from macapp.ui.widgets.plain_text import file_dialog, tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide, error_text, field_label, format_value, with_time
from macapp.ui.widgets.theme import GAP, MARGIN, mark_error, plain_text, secondary_label
from macapp.workflow.model_check import check_models

CELL = 128  # points


class GridWindow(QWidget):
    """The axes, the table of pictures, and buttons to complete and save it."""

    pictures_requested = Signal(list)
    """requests for the missing cells"""
    selected = Signal(Picture)

    def __init__(self, base: Request, library: Library, background: TaskPool) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Grid"))
        self._base, self._library, self._background = base, library, background
        self._folder = LastFolder(library.places)
        self._grid: Grid | None = None
        self.across, self.across_values = self._build_axis(self.tr("Values across"))
        self.down, self.down_values = self._build_axis(self.tr("Values down"))
        self.across.setCurrentIndex(GRID_FIELDS.index("guidance_scale"))
        self.down.setCurrentIndex(GRID_FIELDS.index("steps"))
        self.across_values.setText(f"{base.guidance_scale:g}, {base.guidance_scale + 2:g}, {base.guidance_scale + 4:g}")
        self.down_values.setText(f"{base.steps}, {base.steps + 10}, {base.steps + 20}")
        self.saved = QComboBox()
        self.saved.setAccessibleName(self.tr("Saved grids"))
        self.saved.activated.connect(self._open_saved)
        self.hint = secondary_label(QLabel())
        self.cost = plain_text(QLabel())
        self.cost.setAccessibleName(self.tr("Number of missing pictures, and their time"))
        self._missing: list[Request] = []
        self._check = 0  # the number of the last check of the models; the answers to earlier ones are ignored
        self.table = QTableWidget()
        self.table.setIconSize(QSize(CELL, CELL))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(self.tr("Pictures of the grid"))
        self.table.cellActivated.connect(self._select_cell)
        self.table.cellClicked.connect(self._select_cell)
        self.make = QPushButton()
        self.make.clicked.connect(self._request_missing)
        save = QPushButton(self.tr("Save Grid…"))
        save.clicked.connect(self._ask_name)
        self.sheet = QPushButton(self.tr("Save Sheet…"))
        self.sheet.setToolTip(self.tr("Save the whole grid as one picture, labelled with the values"))
        self.sheet.clicked.connect(self._ask_sheet)
        self._build_layout(save)
        for combo in (self.across, self.down):
            combo.currentIndexChanged.connect(self._on_axis_changed)
        for line in (self.across_values, self.down_values):
            line.editingFinished.connect(self.show_grid)
        self._fill_saved()
        self.show_grid()
        self.resize(760, 680)
        describe_choices(self)

    @property
    def grid(self) -> Grid | None:
        """The grid of the current axes; None while their values are invalid."""
        return self._grid

    @Slot()
    def show_grid(self) -> None:
        """Read the axes, and show the grid with its existing pictures and the cost of the missing ones."""
        try:
            axes = [
                Axis.parse(combo.currentData(), line.text())
                for combo, line in ((self.across, self.across_values), (self.down, self.down_values))
            ]
            grid = Grid(self._base, axes[0], axes[1])
            cells, requests = self._library.grids.cells(grid), grid.requests()
        except EaselError as error:
            self._grid = None
            self._offer([])
            self.hint.setText(error_text(error))
            return
        self._grid = grid
        self.hint.setText(elide(self._base.prompt))
        pairs = (
            (asked, cell)
            for row, made in zip(requests, cells, strict=True)
            for asked, cell in zip(row, made, strict=True)
        )
        self._offer([asked for asked, picture in pairs if picture is None])
        self._fill(grid, cells)

    def _offer(self, missing: list[Request]) -> None:
        """Show how many pictures are missing and how long they take; the button waits for the check of their models."""
        self._missing = missing
        self._check += 1
        self.make.setEnabled(False)
        self.cost.setForegroundRole(QPalette.ColorRole.WindowText)
        self.cost.setText(self._format_cost(missing))
        self.make.setText(self.tr("Generate %Ln", "", len(missing)) if missing else self.tr("Generate"))
        if missing:
            allow, refuse = partial(self._allow, self._check), partial(self._refuse, self._check)
            self._background.run(partial(check_models, missing), allow, refuse)

    def _format_cost(self, missing: list[Request]) -> str:
        if not missing:
            return self.tr("All pictures exist.") if self._grid is not None else ""
        words = (
            self.tr("%Ln pictures are missing.", "", len(missing))
            if len(missing) > 1
            else self.tr("1 picture is missing.")
        )
        return with_time(words, self._library.durations().estimate_all(missing))

    def _allow(self, check: int, _nothing: None) -> None:
        if check == self._check:
            self.make.setEnabled(True)

    def _refuse(self, check: int, error: EaselError) -> None:
        """Say why the pictures cannot be made, in place of their cost."""
        if check == self._check:
            self.cost.setText(error_text(error))
            mark_error(self.cost)

    def open_grid(self, grid: Grid) -> None:
        """Show a saved grid."""
        self._base = grid.base
        for combo, line, axis in (
            (self.across, self.across_values, grid.across),
            (self.down, self.down_values, grid.down),
        ):
            combo.blockSignals(True)
            combo.setCurrentIndex(GRID_FIELDS.index(axis.field))
            combo.blockSignals(False)
            line.setText(axis.format())
        self.show_grid()

    def save_as(self, name: str) -> None:
        """Save the grid under a name."""
        if self._grid is None:
            return
        try:
            self._library.grids.save(name, self._grid)
        except EaselError as error:
            self.hint.setText(error_text(error))
        self._fill_saved()

    def save_sheet(self, path: Path) -> None:
        """Write the grid as one labelled picture, off this thread."""
        if self._grid is not None:
            work = partial(write_grid_sheet, self._grid, self._library.grids.cells(self._grid), path)
            self._background.run(work, self._on_sheet_saved, self._show_error)

    def _on_sheet_saved(self, path: Path) -> None:
        self.hint.setText(self.tr("Saved as {0}").format(path.name))

    def _show_error(self, error: EaselError) -> None:
        self.hint.setText(error_text(error))

    def _ask_sheet(self) -> None:
        dialog = file_dialog(self, self.tr("Save Sheet"), "grid.png")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        self._folder.follow(dialog)
        dialog.fileSelected.connect(lambda path: self.save_sheet(Path(path)))
        dialog.open()

    def _fill(self, grid: Grid, cells: list[list[Picture | None]]) -> None:
        self.table.clear()
        self.table.setRowCount(len(cells))
        self.table.setColumnCount(len(grid.across.values))
        self.table.setHorizontalHeaderLabels([format_value(value) for value in grid.across.values])
        self.table.setVerticalHeaderLabels([format_value(value) for value in grid.down.values])
        for row, pictures in enumerate(cells):
            self.table.setRowHeight(row, CELL + 8)
            for column, picture in enumerate(pictures):
                self.table.setColumnWidth(column, CELL + 8)
                item = QTableWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, picture)
                item.setToolTip(tip(elide(picture.request.prompt)) if picture else self.tr("Not generated yet"))
                self.table.setItem(row, column, item)
                if picture is not None:
                    side = round(CELL * self.devicePixelRatioF())
                    work = partial(load_thumbnail, self._library.places, picture, side)
                    self._background.run(
                        work, partial(self._show_thumbnail, row, column, picture), self._on_load_failed
                    )

    def _show_thumbnail(self, row: int, column: int, picture: Picture, image: QImage) -> None:
        item = self.table.item(row, column)
        if item is not None and item.data(Qt.ItemDataRole.UserRole) == picture:
            item.setIcon(QIcon(QPixmap.fromImage(image)))

    def _on_load_failed(self, _error: EaselError) -> None:
        """Leave the cell empty."""

    def _build_axis(self, name: str) -> tuple[QComboBox, QLineEdit]:
        combo, line = QComboBox(), QLineEdit()
        for field in GRID_FIELDS:
            combo.addItem(field_label(field), field)
        combo.setAccessibleName(name)
        line.setAccessibleName(name)
        line.setToolTip(self.tr("Separate values with commas, and prompts with |"))
        return combo, line

    @Slot()
    def _on_axis_changed(self) -> None:
        """Reset the values of the changed axis to the value of the request."""
        for combo, line in ((self.across, self.across_values), (self.down, self.down_values)):
            if self.sender() is combo:
                value = getattr(self._base, combo.currentData())
                line.setText("" if value is None else format_value(value) if isinstance(value, float) else str(value))
        self.show_grid()

    @Slot()
    def _request_missing(self) -> None:
        self.pictures_requested.emit(self._missing)

    @Slot(int, int)
    def _select_cell(self, row: int, column: int) -> None:
        item = self.table.item(row, column)
        picture = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if picture is not None:
            self.selected.emit(picture)

    def _ask_name(self) -> None:
        dialog = QInputDialog(self)
        dialog.setLabelText(self.tr("Name of the grid:"))
        dialog.textValueSelected.connect(self.save_as)
        dialog.open()

    def _fill_saved(self) -> None:
        self.saved.clear()
        self.saved.addItem(self.tr("Saved grids"))
        self.saved.addItems(list(self._library.grids.all()))
        self.saved.setVisible(self.saved.count() > 1)

    @Slot(int)
    def _open_saved(self, index: int) -> None:
        if index > 0:
            self.open_grid(self._library.grids.all()[self.saved.itemText(index)])

    def _build_layout(self, save: QPushButton) -> None:
        axes = QGridLayout()
        for row, (name, combo, line) in enumerate(
            ((self.tr("Across"), self.across, self.across_values), (self.tr("Down"), self.down, self.down_values))
        ):
            axes.addWidget(secondary_label(QLabel(name)), row, 0)
            axes.addWidget(combo, row, 1)
            axes.addWidget(line, row, 2)
        axes.setColumnStretch(2, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.saved)
        foot.addWidget(self.cost, 1)
        foot.addWidget(self.sheet)
        foot.addWidget(save)
        foot.addWidget(self.make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(axes)
        layout.addWidget(self.hint)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
