"""Models window: list, use, add, download and delete models.

It loads no model, and reads files off the window's thread.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from macapp.domain.units import format_bytes
from macapp.errors import Canceled, EaselError
from macapp.models import hub_token
from macapp.models.catalog import PART, CatalogEntry, load_catalog, missing_entries
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import InstalledModel
from macapp.system.machine import Machine
from macapp.system.paths import LibraryPaths
from macapp.ui.models.download_list import DownloadRows, format_download
from macapp.ui.models.downloads import Downloads
from macapp.ui.models.hub_form import HubForm
from macapp.ui.models.listing import ModelListing, PricedEntry, list_models
from macapp.ui.models.model_trash import ModelTrash
from macapp.ui.models.offers import OfferRow
from macapp.ui.models.packed_copies import ListedCopy, rows_with_copies
from macapp.ui.models.sign_in import ask_token, token_saved_text
from macapp.ui.models.table import ModelsTable, available_columns, available_row, installed_columns
from macapp.ui.widgets.dropped import dropped_files
from macapp.ui.widgets.fields import column
from macapp.ui.widgets.finder import reveal, reveal_label
from macapp.ui.widgets.plain_text import caption, tip
from macapp.ui.widgets.popover import Popover
from macapp.ui.widgets.progress_tasks import KeepGoing, OnProgress, ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import GAP, MARGIN, mark_error, plain_text, secondary_label, section_heading

INSTALLED, AVAILABLE = 0, 1  # pages
DOWNLOAD_COLUMN = 3  # of the available models
MB = 2**20  # bytes


class ModelsWindow(QWidget):
    """Two tables of models, with actions on the selected one."""

    selected = Signal(Path)
    """the path of a model to use for the next picture"""
    changed = Signal()
    """the list of installed models has changed"""
    download_finished = Signal(str)
    """the display name of a model that was downloaded"""
    file_requested = Signal()
    folder_requested = Signal()

    def __init__(self, places: LibraryPaths, machine: Machine, background: TaskPool, chores: ProgressTasks) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Models"))
        self._places, self._machine = places, machine
        self._background, self._chores = background, chores
        self.downloads = Downloads(places, self)
        self.downloads.download_finished.connect(self._on_downloaded)
        self.downloads.changed.connect(self._show_downloads)
        self.downloads.progressed.connect(self._show_downloads)
        self._foreign_folders: list[tuple[str, Path]] = []
        self._entry_to_select = ""  # as soon as the entries are listed
        self._trash = ModelTrash(places, background, self)
        self._trash.moved.connect(self._on_moved)
        self._trash.failed.connect(self._on_move_failed)
        self._create_tables()
        self._create_actions()
        self._create_download_fields()
        self.about, self.where = plain_text(QLabel()), secondary_label(QLabel())
        self.status, self.fault = secondary_label(QLabel()), plain_text(QLabel())
        self.setAcceptDrops(True)
        self._build_layout()
        self.fault.hide()
        self.pages.currentChanged.connect(self._show_page)
        self._show_page(INSTALLED)
        self.resize(980, 640)
        self.fill()

    def _create_tables(self) -> None:
        self.pages = QTabBar()
        self.pages.addTab(self.tr("On This Mac"))
        self.pages.addTab(self.tr("Available"))
        self.pages.setExpanding(False)
        self.pages.setDrawBase(False)
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Find a model"))
        self.line.setPlaceholderText(self.tr("Search"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._search)
        self.table = ModelsTable(self.tr("Models on this Mac"), installed_columns())
        self.available = ModelsTable(self.tr("Available models"), available_columns())
        for table in (self.table, self.available):
            table.itemSelectionChanged.connect(self._show_selected)
        self.table.delete_pressed.connect(self._discard_pressed)
        self.table.itemActivated.connect(self.use)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.available.itemActivated.connect(self.download_selected)

    def _create_actions(self) -> None:
        """Create the buttons that act on the selected row."""
        self.use_button = self._create_button(self.tr("Use"), self.use)
        self.fetch_parts = self._create_button(self.tr("Download Missing Parts"), self.download_parts)
        self.fetch_parts.hide()
        self.show_file = self._create_button(reveal_label(), self._show_file)
        self.remove = self._create_button(self.tr("Remove from List"), self.remove_from_list)
        self.remove.setToolTip(self.tr("The files stay on the disk"))
        self.trash = self._create_button(self.tr("Move to Trash…"), self.ask_to_discard)
        self.licence = self._create_button(self.tr("Licence"), self._open_page)
        self.fetch_button = self._create_button(self.tr("Download"), self.download_selected)
        self.use_foreign_button = self._create_button("", self._use_foreign_folder)
        self.use_foreign_button.hide()

    def _create_download_fields(self) -> None:
        self.hub = HubForm()
        self.hub.download_requested.connect(self.download)
        self.hub.sign_in_requested.connect(self._ask_token)
        self.rows, self.offers = DownloadRows(self.downloads), OfferRow()
        self.offers.chosen.connect(self.available.select)
        self.recommended = column(section_heading(self.tr("Recommended for this Mac")), self.offers)
        self.hub_button = QPushButton(self.tr("From the Hub…"))
        self._hub = Popover(self.hub_button, self.hub)

    def fill(self) -> None:
        """List the models off this thread, then show them."""
        self._background.run(partial(list_models, self._places, self._machine), self._show, self.show_error)

    def show_entry(self, name: str) -> None:
        """Show the page of available models and select an entry of the catalogue."""
        self._entry_to_select = name
        self.pages.setCurrentIndex(AVAILABLE)
        self.available.select(name)

    def model(self) -> InstalledModel | None:
        """Return the selected installed model, or None. A packed copy is not one."""
        selected = self.table.selected()
        return selected if isinstance(selected, InstalledModel) else None

    def entry(self) -> CatalogEntry | None:
        """Return the selected entry of the catalogue, or None."""
        selected = self.available.selected()
        return None if selected is None else selected.entry

    def use(self) -> None:
        """Use the selected model for the next picture."""
        model = self.model()
        if model is not None:
            self.selected.emit(Path(model.id))

    def remove_from_list(self) -> None:
        """Remove the selected model, or the source folder that contains it, from the list. The files stay."""
        model = self.model()
        if model is None:
            return
        registry = ModelRegistry(self._places)
        source = next((folder for folder in registry.sources if model.path.is_relative_to(folder)), None)
        try:
            registry.remove(str(source) if source is not None else model.id)
        except EaselError as error:
            self.show_error(error)
            return
        if source is not None:
            self._show_status(self.tr("Easel no longer searches {0}.").format(source))
        self.fill()
        self.changed.emit()

    def copy(self) -> None:
        """Copy the selected model into Easel's model folder with progress; Easel then uses the copy."""
        model = self.model()
        if model is None:
            return

        def work(on_progress: OnProgress, keep_going: KeepGoing) -> InstalledModel:
            def report(done: int, total: int) -> None:
                if not keep_going():
                    raise Canceled
                on_progress(done // MB, total // MB)

            return ModelRegistry(self._places).add_copy(model.path, report)

        def done(_copy: object) -> None:
            self._show_status(self.tr("Copied {0} into Easel's model folder.").format(model.name))
            self.fill()
            self.changed.emit()

        self._chores.start(self.tr("Copying {0} (MB)").format(model.name), work, done, self.show_error)

    def _show_menu(self, place: QPoint) -> None:
        """Show the context menu of the selected model."""
        model = self.model()
        if model is None:
            return
        menu = QMenu(self)
        for button in (self.use_button, self.show_file):
            menu.addAction(button.text(), button.click)
        own = model.path.is_relative_to(self._places.models)
        menu.addAction(self.tr("Copy into Easel's Folder"), self.copy).setEnabled(self.remove.isEnabled() and not own)
        menu.addSeparator()
        for button in (self.remove, self.trash):
            menu.addAction(button.text(), button.click).setEnabled(button.isEnabled())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(place))

    def ask_to_discard(self) -> None:
        """Ask whether to move the selected model or packed copy to the Trash."""
        selected = self.table.selected()
        if selected is not None:
            self._trash.ask(selected)

    def _on_moved(self, name: str) -> None:
        self._show_status(self.tr("Moved {0} to the Trash.").format(name))
        self.fill()
        self.changed.emit()

    def _on_move_failed(self, error: EaselError) -> None:
        self.show_error(error)
        self.fill()

    def download_selected(self) -> None:
        """Download the selected entry of the catalogue and its parts."""
        for needed in () if (entry := self.entry()) is None else missing_entries(entry.id):
            self._add_download(needed.id)

    def download_parts(self) -> None:
        """Download what the selected model lacks."""
        for part in () if (model := self.model()) is None else model.missing_ids:
            self._add_download(part)

    @Slot(str)
    def download(self, repository: str) -> None:
        """Download a repository of the hub."""
        if self._add_download(repository):
            self.hub.repository.clear()
            self._hub.close()

    def sign_in(self, secret: str) -> None:
        """Save an access token of the hub in the Keychain, off this thread."""

        def done(_nothing: object) -> None:
            self._show_status(token_saved_text())

        self._background.run(partial(hub_token.sign_in, secret), done, self.show_error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and folders."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped files and folders."""
        for path in dropped_files(event.mimeData()):
            self.selected.emit(path)
        self.fill()

    def _discard_pressed(self) -> None:
        """Move to the Trash with the Delete key in the table of installed models, as in the Finder."""
        if self.trash.isEnabled():
            self.ask_to_discard()

    def _add_download(self, model: str) -> bool:
        """Add a model to the downloads; return False for an invalid name."""
        self.fault.hide()
        try:
            self.downloads.add(model)
        except EaselError as error:
            self.show_error(error)
            return False
        return True

    def _on_downloaded(self, model: str) -> None:
        name = load_catalog()[model].name if model in load_catalog() else model
        self._show_status(self.tr("{0} was downloaded.").format(name))
        self.fill()
        self.changed.emit()
        self.download_finished.emit(name)

    def _ask_token(self) -> None:
        ask_token(self, self.sign_in)

    def _open_page(self) -> None:
        if (entry := self.entry()) is not None:
            QDesktopServices.openUrl(QUrl(entry.page))

    def _show(self, listing: ModelListing) -> None:
        self.table.fill(rows_with_copies(listing))
        self.available.fill(
            [(PricedEntry(entry, cost), available_row(entry, cost)[1]) for entry, cost in listing.available]
        )
        self.offers.show_offers(listing.offers)
        self._update_recommended()
        self._show_downloads()
        self.pages.setTabText(AVAILABLE, self.tr("Available ({0})").format(len(listing.available)))
        if self._entry_to_select:
            self.available.select(self._entry_to_select)
            self._entry_to_select = ""
        self._foreign_folders = listing.foreign_folders
        self.use_foreign_button.setVisible(bool(listing.foreign_folders))
        if listing.foreign_folders:
            program, folder = listing.foreign_folders[0]
            self.use_foreign_button.setText(caption(self.tr("Use the Models of {0}").format(program)))
            self.use_foreign_button.setToolTip(tip(str(folder)))
        self._show_selected()

    def _use_foreign_folder(self) -> None:
        """Add the model folder of another program to the searched folders."""
        if self._foreign_folders:
            self.selected.emit(self._foreign_folders[0][1])

    def _search(self, text: str) -> None:
        for table in (self.table, self.available):
            table.search(text.split())
        self._update_recommended()
        self._show_selected()

    def _show_page(self, page: int) -> None:
        self._tables.setCurrentIndex(page)
        for button in (self.show_file, self.remove, self.trash, self.use_button):
            button.setVisible(page == INSTALLED)
        for widget in (self.licence, self.fetch_button):
            widget.setVisible(page == AVAILABLE)
        self._update_recommended()
        self.fetch_parts.hide()
        self._show_selected()

    def _update_recommended(self) -> None:
        """Show the recommended models above the available ones, while no search hides them."""
        is_asked = self.pages.currentIndex() == AVAILABLE and not self.line.text()
        self.recommended.setVisible(is_asked and bool(self.offers.cards))

    def _show_downloads(self) -> None:
        """Show the state of each download in the row of its model."""
        for download in self.downloads.all():
            self.available.set_text(download.model, DOWNLOAD_COLUMN, format_download(download))

    def _show_selected(self) -> None:
        if self.pages.currentIndex() == INSTALLED:
            self._show_model(self.model())
            self._show_copy(self.table.selected())
        else:
            self._show_entry(self.available.selected())

    def _show_model(self, model: InstalledModel | None) -> None:
        entry = None if model is None else load_catalog().get(model.id)
        words = [] if entry is None else [f"{entry.about}."]
        if model is not None and model.copies:
            words.append(self.tr("There is a copy in {0}.").format(", ".join(map(str, model.copies))))
        if model is not None and model.missing_error is not None:
            words.append(error_text(model.missing_error))
        self.fetch_parts.setVisible(model is not None and bool(model.missing_ids))
        self.about.setText(" ".join(words))
        details = [] if model is None else [str(model.path), "" if entry is None else entry.licence]
        if model is not None and model.words:
            details.append(self.tr("Trigger words: {0}").format(", ".join(model.words)))
        self.where.setText("  ·  ".join(filter(None, details)))
        can_remove = model is not None and model.id not in load_catalog()
        self.show_file.setEnabled(model is not None)
        self.use_button.setEnabled(model is not None and not model.missing and model.kind != PART)
        self.remove.setEnabled(can_remove)
        self.trash.setEnabled(self._trash.may_move(model))

    def _show_copy(self, selected: object) -> None:
        """Show what a packed copy is and where, if the selected row is one."""
        if isinstance(selected, ListedCopy):
            self.about.setText(error_text(selected.copy.label))
            self.where.setText(str(selected.folder))
            self.show_file.setEnabled(True)
            self.trash.setEnabled(self._trash.may_move(selected))

    def _show_entry(self, shown: PricedEntry | None) -> None:
        entry = None if shown is None else shown.entry
        self.about.setText("" if entry is None else f"{entry.about}.")
        words = [] if entry is None else [entry.licence, entry.page.removeprefix("https://")]
        if entry is not None and entry.accept:
            words.insert(1, self.tr("accept the licence on its page, then sign in"))
        if shown is not None and not shown.costs.fits:
            needed, available = format_bytes(shown.costs.needed), format_bytes(shown.costs.available)
            words.insert(0, self.tr("Needs {0} of memory; {1} is available on this Mac").format(needed, available))
        self.where.setText("  ·  ".join(words))
        for button in (self.licence, self.fetch_button):
            button.setEnabled(entry is not None)

    def _show_file(self) -> None:
        selected = self.table.selected()
        if selected is not None:
            reveal(selected.path)

    def _show_status(self, words: str) -> None:
        self.fault.hide()
        self.status.setText(words)

    def show_error(self, error: EaselError) -> None:
        """Show the sentence of an error in the place of the status."""
        self.status.clear()
        self.fault.setText(error_text(error))
        mark_error(self.fault)
        self.fault.show()

    def _create_button(self, words: str, action: object) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(action)
        return button

    def _build_layout(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.pages)
        head.addWidget(self.line, 1)
        head.addWidget(self._create_button(self.tr("Add File…"), self.file_requested))
        head.addWidget(self._create_button(self.tr("Add Folder…"), self.folder_requested))
        head.addWidget(self.hub_button)
        self._tables = QStackedWidget()
        self._tables.addWidget(self.table)
        self._tables.addWidget(self.available)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.about)
        words.addWidget(self.where)
        middle = QHBoxLayout()
        middle.addStretch()
        for button in (self.show_file, self.remove, self.trash, self.fetch_parts, self.use_button, self.licence):
            middle.addWidget(button)
        middle.addWidget(self.fetch_button)
        below = QHBoxLayout()
        below.addWidget(self.status, 1)
        below.addWidget(self.fault, 1)
        below.addWidget(self.use_foreign_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        layout.addWidget(self.recommended)
        layout.addWidget(self._tables, 1)
        layout.addLayout(words)
        layout.addLayout(middle)
        layout.addWidget(self.rows)
        layout.addLayout(below)
