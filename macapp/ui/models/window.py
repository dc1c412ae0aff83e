"""The models: which are here, which can be had and what they will take; fetched, brought, used, deleted.

Nothing is loaded for it, and nothing is read or reckoned on the window's thread.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from macapp.domain.units import format_bytes
from macapp.errors import Canceled, EaselError
from macapp.models import hub_token
from macapp.models.catalog import HUB, CatalogEntry, load_catalog
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import InstalledModel
from macapp.system.machine import Machine
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.system_trash import move_to_trash
from macapp.ui.models.download_list import DownloadRows
from macapp.ui.models.downloads import Downloads
from macapp.ui.models.listing import ModelListing, PricedEntry, list_models
from macapp.ui.models.table import ModelsTable, available_columns, available_row, installed_columns, installed_row
from macapp.ui.widgets.plain_text import caption, tip, write_in
from macapp.ui.widgets.progress_tasks import KeepGoing, OnProgress, ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import GAP, MARGIN, mark_error, plain_text, secondary_label

HERE, AVAILABLE = 0, 1
MB = 2**20


class ModelsWindow(QWidget):
    """Two tables of models, with what can be done about them."""

    selected = Signal(Path)
    """a model to use now"""
    changed = Signal()
    """what is on the list is another"""
    download_finished = Signal(str)
    """the name of a model that was fetched"""
    file_requested = Signal()
    folder_requested = Signal()

    def __init__(self, places: LibraryPaths, machine: Machine, background: TaskPool, chores: ProgressTasks) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Models"))
        self._places, self._machine = places, machine
        self._background, self._chores = background, chores
        self.downloads = Downloads(places, self)
        self.downloads.download_finished.connect(self._arrived)
        self.pages = QTabBar()
        self.pages.addTab(self.tr("On This Mac"))
        self.pages.addTab(self.tr("Available"))
        self.pages.setExpanding(False)
        self.pages.setDrawBase(False)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Search"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._search)
        self.table = ModelsTable(self.tr("Models on this Mac"), installed_columns())
        self.available = ModelsTable(self.tr("Models that can be had"), available_columns())
        for each in (self.table, self.available):
            each.itemSelectionChanged.connect(self._selected)
            each.installEventFilter(self)
        self.table.itemActivated.connect(self.use)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.available.itemActivated.connect(self.fetch_chosen)
        self.about, self.where = plain_text(QLabel()), secondary_label(QLabel())
        self.use_button = self._button(self.tr("Use"), self.use)
        self.show_file = self._button(self.tr("Show in Folder"), self._show_file)
        self.remove = self._button(self.tr("Take Off the List"), self.remove_from_list)
        self.remove.setToolTip(self.tr("Its files stay where they are"))
        self.trash = self._button(self.tr("Move to Trash…"), self.ask_to_discard)
        self.licence = self._button(self.tr("Licence"), self._open_page)
        self.fetch_button = self._button(self.tr("Download"), self.fetch_chosen)
        self.repository = QLineEdit()
        self.repository.setPlaceholderText(self.tr("owner/name of a repository on the Hugging Face hub"))
        self.repository.setAccessibleName(self.tr("Repository to download"))
        self.repository.returnPressed.connect(self.download)
        self.fetch = self._button(self.tr("Download"), self.download)
        self.sign_in_button = self._button(self.tr("Sign In…"), self._ask_token)
        self.sign_in_button.setToolTip(self.tr("With a token of the hub, kept in the Keychain"))
        self.rows = DownloadRows(self.downloads)
        self.told, self.fault = secondary_label(QLabel()), plain_text(QLabel())
        self.add_known = self._button("", self._add_known)
        self.add_known.hide()
        self.setAcceptDrops(True)
        self._known: list[tuple[str, Path]] = []
        self._asked_for = ""  # an entry to be chosen once they are listed
        self._lay_out()
        self.fault.hide()
        self.pages.currentChanged.connect(self._show_page)
        self._show_page(HERE)
        self.resize(860, 600)
        self.fill()

    def fill(self) -> None:
        """Look at what is there and what can be had, off this thread, and show it."""
        self._background.run(partial(list_models, self._places, self._machine), self._show, self._say)

    def show_entry(self, name: str) -> None:
        """Show an entry of the catalogue among those that can be had, to be fetched."""
        self._asked_for = name
        self.pages.setCurrentIndex(AVAILABLE)
        self.available.choose(name)

    def model(self) -> InstalledModel | None:
        """Return the model of the chosen row of those that are here."""
        return self.table.chosen()

    def entry(self) -> CatalogEntry | None:
        """Return the entry of the chosen row of those that can be had."""
        shown = self.available.chosen()
        return None if shown is None else shown.entry

    def use(self) -> None:
        """Use the chosen model for the next picture."""
        model = self.model()
        if model is not None:
            self.selected.emit(Path(model.id))

    def remove_from_list(self) -> None:
        """Take the chosen model off the list, or the folder that it was found in; its files stay."""
        model = self.model()
        if model is None:
            return
        source = next((each for each in ModelRegistry(self._places).sources if model.path.is_relative_to(each)), None)
        try:
            ModelRegistry(self._places).remove(str(source) if source is not None else model.id)
        except EaselError as error:
            self._say(error)
            return
        if source is not None:
            self._tell(self.tr("{0} is not looked through any more.").format(source))
        self.fill()
        self.changed.emit()

    def copy(self) -> None:
        """Copy the chosen model into Easel's own folder, with progress, and use the copy from then on."""
        model = self.model()
        if model is None:
            return

        def work(on_progress: OnProgress, keep_going: KeepGoing) -> InstalledModel:
            def told(done: int, total: int) -> None:
                if not keep_going():
                    raise Canceled
                on_progress(done // MB, total // MB)

            return ModelRegistry(self._places).add_copy(model.path, told)

        def done(_copy: object) -> None:
            self._tell(self.tr("{0} lies in Easel's own folder now.").format(model.name))
            self.fill()
            self.changed.emit()

        self._chores.start(self.tr("Copying {0} (MB)").format(model.name), work, done, self._say)

    def _show_menu(self, place: QPoint) -> None:
        """Offer what can be done about the model that was clicked."""
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
        """Ask whether the chosen model shall go to the Trash."""
        model = self.model()
        if model is None:
            return
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        write_in(
            question,
            self.tr("Move “{0}” to the Trash?").format(model.name),
            self.tr("{0} on the disk. Pictures made with it stay.").format(format_bytes(model.size_on_disk)),
        )
        move = question.addButton(self.tr("Move to Trash"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.setDefaultButton(move)
        question.buttonClicked.connect(lambda button: self.discard(model) if button is move else None)
        question.open()

    def discard(self, model: InstalledModel) -> None:
        """Move a model to the Trash, off this thread."""

        def done(_nothing: object) -> None:
            self._tell(self.tr("{0} is in the Trash.").format(model.name))
            self.fill()
            self.changed.emit()

        self._background.run(partial(ModelRegistry(self._places).discard, model, move_to_trash), done, self._say)

    def fetch_chosen(self) -> None:
        """Fetch the chosen entry of the catalogue."""
        entry = self.entry()
        if entry is not None:
            self._fetch(entry.id)

    def download(self) -> None:
        """Fetch the repository that was named."""
        repository = self.repository.text().strip()
        if not repository:
            self.repository.setFocus()
        elif self._fetch(repository):
            self.repository.clear()

    def sign_in(self, secret: str) -> None:
        """Keep a token of the hub in the Keychain, off this thread."""

        def done(_nothing: object) -> None:
            self._tell(self.tr("The token is in the Keychain."))

        self._background.run(partial(hub_token.sign_in, secret), done, self._say)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if any(each.isLocalFile() for each in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring what was let go here."""
        for each in event.mimeData().urls():
            if each.isLocalFile():
                self.selected.emit(Path(each.toLocalFile()))
        self.fill()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Let Delete mean the Trash in the table of what is here, as in the Finder."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        wanted = watched is self.table and pressed in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if wanted and self.trash.isEnabled():
            self.ask_to_discard()
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _fetch(self, model: str) -> bool:
        """Put a model among the downloads; return whether its name can be one."""
        self.fault.hide()
        try:
            self.downloads.add(model)
        except EaselError as error:
            self._say(error)
            return False
        return True

    def _arrived(self, model: str) -> None:
        name = load_catalog()[model].name if model in load_catalog() else model
        self._tell(self.tr("{0} is on this Mac now.").format(name))
        self.fill()
        self.changed.emit()
        self.download_finished.emit(name)

    def _ask_token(self) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Sign In"))
        dialog.setLabelText(self.tr("Token, from the settings of your account on the hub:"))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.textValueSelected.connect(self.sign_in)
        dialog.open()

    def _open_page(self) -> None:
        entry = self.entry()
        page = entry.page if entry is not None else f"{HUB}/{self.repository.text().strip().partition('@')[0]}"
        QDesktopServices.openUrl(QUrl(page))

    def _show(self, looked: ModelListing) -> None:
        self.table.fill([installed_row(each, looked.use_of(each)) for each in looked.here])
        self.available.fill([(PricedEntry(*each), available_row(*each)[1]) for each in looked.available])
        self.pages.setTabText(AVAILABLE, self.tr("Available ({0})").format(len(looked.available)))
        if self._asked_for:
            self.available.choose(self._asked_for)
            self._asked_for = ""
        self._known = looked.known
        self.add_known.setVisible(bool(looked.known))
        if looked.known:
            self.add_known.setText(caption(self.tr("Use the Models of {0}").format(looked.known[0][0])))
            self.add_known.setToolTip(tip(str(looked.known[0][1])))
        self._selected()

    def _add_known(self) -> None:
        """Look through the folder of another program that was found."""
        if self._known:
            self.selected.emit(self._known[0][1])

    def _search(self, text: str) -> None:
        for each in (self.table, self.available):
            each.search(text.split())
        self._selected()

    def _show_page(self, page: int) -> None:
        self._tables.setCurrentIndex(page)
        self._foot.setVisible(page == AVAILABLE)
        for button in (self.show_file, self.remove, self.trash, self.use_button):
            button.setVisible(page == HERE)
        for button in (self.licence, self.fetch_button):
            button.setVisible(page == AVAILABLE)
        self._selected()

    def _selected(self) -> None:
        if self.pages.currentIndex() == HERE:
            self._show_model(self.model())
        else:
            self._show_entry(self.available.chosen())

    def _show_model(self, model: InstalledModel | None) -> None:
        entry = None if model is None else load_catalog().get(model.id)
        words = [] if entry is None else [f"{entry.about}."]
        if model is not None and model.copies:
            words.append(self.tr("The same lies in {0}.").format(", ".join(map(str, model.copies))))
        self.about.setText(" ".join(words))
        about = [] if model is None else [str(model.path), "" if entry is None else entry.licence]
        self.where.setText("  ·  ".join(each for each in about if each))
        shelf = ModelRegistry(self._places)
        listed = model is not None and model.id not in load_catalog()
        for button in (self.use_button, self.show_file):
            button.setEnabled(model is not None)
        self.remove.setEnabled(listed)
        self.trash.setEnabled(model is not None and shelf.may_delete(model))

    def _show_entry(self, shown: PricedEntry | None) -> None:
        entry = None if shown is None else shown.entry
        self.about.setText("" if entry is None else f"{entry.about}.")
        words = [] if entry is None else [entry.licence, entry.page.removeprefix("https://")]
        if entry is not None and entry.accept:
            words.insert(1, self.tr("to be accepted on its page, then sign in"))
        if shown is not None and not shown.costs.fits:
            needed, available = format_bytes(shown.costs.needed), format_bytes(shown.costs.available)
            words.insert(0, self.tr("Needs {0} of memory, and {1} can be used here").format(needed, available))
        self.where.setText("  ·  ".join(words))
        for button in (self.licence, self.fetch_button):
            button.setEnabled(entry is not None)

    def _show_file(self) -> None:
        model = self.model()
        if model is not None:
            folder = model.path if model.path.is_dir() else model.path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _tell(self, words: str) -> None:
        self.fault.hide()
        self.told.setText(words)

    def _say(self, error: EaselError) -> None:
        self.told.clear()
        self.fault.setText(error_text(error))
        mark_error(self.fault)
        self.fault.show()

    def _button(self, words: str, action: object) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(action)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.pages)
        head.addWidget(self.line, 1)
        head.addWidget(self._button(self.tr("Add File…"), self.file_requested))
        head.addWidget(self._button(self.tr("Add Folder…"), self.folder_requested))
        self._tables = QStackedWidget()
        self._tables.addWidget(self.table)
        self._tables.addWidget(self.available)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.about)
        words.addWidget(self.where)
        middle = QHBoxLayout()
        middle.addStretch()
        for button in (self.show_file, self.remove, self.trash, self.use_button, self.licence, self.fetch_button):
            middle.addWidget(button)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.repository, 1)
        for button in (self.fetch, self.sign_in_button):
            foot.addWidget(button)
        below = QHBoxLayout()
        below.addWidget(self.told, 1)
        below.addWidget(self.fault, 1)
        below.addWidget(self.add_known)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        layout.addWidget(self._tables, 1)
        layout.addLayout(words)
        layout.addLayout(middle)
        layout.addWidget(self._foot)
        layout.addWidget(self.rows)
        layout.addLayout(below)
