"""The list of earlier prompts with their best pictures, and the menu of styles, which add words to a prompt."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from macapp.errors import EaselError, as_easel_error
from macapp.library import Library
from macapp.library.prompt_history import Style, UsedPrompt
from macapp.system import storage
from macapp.ui.form.panel import GenerationForm
from macapp.ui.gallery.model import load_thumbnail
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.plain_text import add_named, file_dialog, tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide, error_text

ICON_SIDE = 40  # points
MAX_SHOWN = 60
MAX_STYLE_BYTES = 16 * 2**20


class PromptHistory(QWidget):
    """A popup: type to search, use the arrow keys and Return to choose."""

    selected = Signal(UsedPrompt)

    def __init__(self, library: Library, background: TaskPool, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._library, self._background = library, background
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Search earlier prompts"))
        self.line.textChanged.connect(self.search)
        self.line.returnPressed.connect(self._choose_current)
        self.list = QListWidget()
        self.list.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("Earlier prompts"))
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.resize(460, 420)

    def open_at(self, position: QPoint) -> None:
        """Show all prompts, the most recent first."""
        self.line.clear()
        self.search()
        self.move(position)
        self.show()
        self.line.setFocus()

    def search(self) -> None:
        """Show the prompts that contain every word of the search line."""
        self.list.clear()
        for used in self._library.prompts.recent(self.line.text(), MAX_SHOWN):
            item = QListWidgetItem(elide(used.prompt))
            item.setData(Qt.ItemDataRole.UserRole, used)
            item.setToolTip(tip(used.prompt))
            item.setSizeHint(QSize(100, ICON_SIDE + 8))
            self.list.addItem(item)
            self._load_icon(used)
        self.list.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _load_icon(self, used: UsedPrompt) -> None:
        best = self._library.pictures.best_for_prompt(used.prompt)
        if best is not None:
            side = round(ICON_SIDE * self.devicePixelRatioF())
            work = partial(load_thumbnail, self._library.places, best, side)
            self._background.run(work, partial(self._show_icon, used.prompt), self._leave_without_icon)

    def _show_icon(self, prompt: str, image: QImage) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole).prompt == prompt:
                self.list.item(row).setIcon(QIcon(QPixmap.fromImage(image)))

    def _leave_without_icon(self, _error: EaselError) -> None:
        """Show the prompt without a picture."""

    def _choose_current(self) -> None:
        if self.list.currentItem() is not None:
            self._choose(self.list.currentItem())

    def _choose(self, item: QListWidgetItem) -> None:
        self.hide()
        self.selected.emit(item.data(Qt.ItemDataRole.UserRole))


class Styles(QMenu):
    """The menu of styles; a style adds its words to the prompts of the form."""

    def __init__(self, library: Library, panel: GenerationForm, banner: Banner) -> None:
        super().__init__(panel.bar)
        self._library, self._panel, self._banner = library, panel, banner
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Fill the menu with the current styles."""
        self.clear()
        styles = self._library.prompts.styles()
        for style in styles:
            about = "\n".join(filter(None, (style.prompt, style.negative_prompt)))
            add_named(self, style.name, partial(self.apply, style), about)
        self.setToolTipsVisible(True)
        if styles:
            self.addSeparator()
        self.addAction(self.tr("Save Prompts as Style…"), self.ask_name)
        if styles:
            remove = self.addMenu(self.tr("Delete Style"))
            for style in styles:
                add_named(remove, style.name, partial(self._library.prompts.delete_style, style.name))
        self.addSeparator()
        self.addAction(self.tr("Import Styles…"), self._ask_import)
        export = self.addAction(self.tr("Export Styles…"), self._ask_export)
        export.setEnabled(bool(styles))

    def apply(self, style: Style) -> None:
        """Add the words of a style; the undo of the text fields removes them."""
        prompt, negative = style.apply_to(self._panel.prompt.toPlainText(), self._panel.negative_prompt.toPlainText())
        self._panel.prompts.set_texts(prompt, negative)

    def save(self, name: str) -> None:
        """Save the prompts of the form as a style."""
        prompts = self._panel.prompt.toPlainText(), self._panel.negative_prompt.toPlainText()
        self._run_or_show_error(lambda: self._library.prompts.save_style(Style(name, *prompts)))

    def import_file(self, path: Path) -> None:
        """Import the styles of a CSV file."""

        def work() -> None:
            content = storage.read_regular(path, MAX_STYLE_BYTES)
            count = self._library.prompts.import_styles(content, path.name)
            self._banner.show_message(self.tr("%Ln styles imported.", "", count), stays=False)

        self._run_or_show_error(work)

    def export_file(self, path: Path) -> None:
        """Export the styles to a CSV file."""
        self._run_or_show_error(lambda: storage.write(path, self._library.prompts.export_styles(), path.parent))

    def _run_or_show_error(self, work: Callable[[], object]) -> None:
        try:
            work()
        except (EaselError, OSError) as error:
            self._banner.show_message(error_text(as_easel_error(error)))

    def ask_name(self) -> None:
        """Open a dialog for the name of a new style."""
        dialog = QInputDialog(self._panel.bar)
        dialog.setLabelText(self.tr("Name of the style:"))
        dialog.textValueSelected.connect(self.save)
        dialog.open()

    def _ask_import(self) -> None:
        dialog = file_dialog(self._panel.bar, self.tr("Import Styles"))
        dialog.setNameFilter(self.tr("Styles (*.csv)"))
        dialog.fileSelected.connect(lambda path: self.import_file(Path(path)))
        dialog.open()

    def _ask_export(self) -> None:
        dialog = file_dialog(self._panel.bar, self.tr("Export Styles"), "styles.csv")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: self.export_file(Path(path)))
        dialog.open()
