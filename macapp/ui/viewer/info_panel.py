"""The panel "Info" of the inspector: how the current picture was made, its relatives, and buttons that use this."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from macapp.domain.job import Picture
from macapp.library import Library
from macapp.library.metadata import importers
from macapp.ui.viewer.actions import PictureActions
from macapp.ui.viewer.details import Details
from macapp.ui.viewer.related_pictures import RelatedPictures
from macapp.ui.widgets.theme import GAP, MARGIN, secondary_label


class InfoPanel(QWidget):
    """Shows a picture's recipe. It reads the library only while it is visible."""

    def __init__(self, library: Library, actions: PictureActions, relatives: RelatedPictures) -> None:
        super().__init__()
        self._library, self._relatives = library, relatives
        self._picture: Picture | None = None
        self._is_filled = False
        self._empty = secondary_label(QLabel(self.tr("Select a picture to see how it was made.")))
        self.details = Details()
        self._buttons = self._build_buttons(actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self._empty)
        column.addWidget(self.details, 1)
        column.addWidget(relatives)
        column.addWidget(self._buttons)
        column.addStretch()
        self.details.hide()
        self._buttons.hide()

    @property
    def words(self) -> str:
        """The text about the picture."""
        self._fill()
        return self.details.toPlainText()

    def show_picture(self, picture: Picture) -> None:
        """Show another picture, or new marks of the same."""
        self._picture, self._is_filled = picture, False
        self._relatives.set_picture(picture)
        if self.isVisible():
            self._fill()

    def clear(self) -> None:
        """Show no picture."""
        self._picture = None
        for widget in (self.details, self._relatives, self._buttons):
            widget.hide()
        self._empty.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        if self._picture is None or self._is_filled:
            return
        self._is_filled = True
        report = importers.load_report(self._library.pictures.import_report(self._picture))
        self.details.show_picture(self._picture, report)
        self._relatives.load()
        self._empty.hide()
        self.details.show()
        self._buttons.show()

    def _build_buttons(self, actions: PictureActions) -> QWidget:
        copy = QPushButton(self.tr("Copy"))
        copy.setMenu(self._build_copy_menu(actions))
        grid = QWidget()
        places = QGridLayout(grid)
        places.setContentsMargins(0, 0, 0, 0)
        places.setSpacing(GAP // 2)
        for at, (words, slot) in enumerate(
            (
                (self.tr("Use Settings"), actions.use_settings),
                (self.tr("Start from This"), actions.start_from_picture),
                (self.tr("Save a Copy…"), actions.save_copy),
            )
        ):
            button = QPushButton(words)
            button.clicked.connect(slot)
            places.addWidget(button, at // 2, at % 2)
        places.addWidget(copy, 1, 1)
        return grid

    def _build_copy_menu(self, actions: PictureActions) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Copy Picture"), actions.copy_picture)
        menu.addAction(self.tr("Copy Prompt"), actions.copy_prompt)
        menu.addAction(self.tr("Copy Settings"), actions.copy_settings)
        return menu
