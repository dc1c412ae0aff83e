"""The models: which there are, how large, where; more from a file, a folder or the hub. Nothing is loaded for it."""

import json
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QProcess, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from macapp.checkpoints import signing_in
from macapp.checkpoints.downloads import REPOSITORY
from macapp.checkpoints.shelf import Model, Shelf
from macapp.errors import EaselError
from macapp.paths import Places, own_command
from macapp.sentences import bytes_shown, time_shown
from macapp.ui.background import Background
from macapp.ui.look import GAP, MARGIN, plain, quiet, warn
from macapp.ui.words import said

HUB = "https://huggingface.co"


class ModelsWindow(QWidget):
    """A table of models, with what can be done about them."""

    chosen = Signal(Path)
    """a model to use now"""
    changed = Signal()
    """what is on the list is another"""
    file_asked = Signal()
    folder_asked = Signal()

    def __init__(self, places: Places, background: Background) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Models"))
        self._places, self._background = places, background
        self._process: QProcess | None = None
        self._began = (0.0, 0)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Search"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._filter)
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Kind"), self.tr("Family"), self.tr("On disk")])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((1, 130), (2, 160), (3, 90)):
            self.table.setColumnWidth(column, width)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAccessibleName(self.tr("Models"))
        self.table.itemSelectionChanged.connect(self._selected)
        self.table.itemActivated.connect(self.use)
        self.where = quiet(QLabel())
        self.use_button = QPushButton(self.tr("Use"))
        self.use_button.clicked.connect(self.use)
        self.remove = QPushButton(self.tr("Take Off the List"))
        self.remove.setToolTip(self.tr("Its files stay where they are"))
        self.remove.clicked.connect(self.take_off)
        self.show_file = QPushButton(self.tr("Show in Folder"))
        self.show_file.clicked.connect(self._show_file)
        self.repository = QLineEdit()
        self.repository.setPlaceholderText(self.tr("owner/name of a repository on the Hugging Face hub"))
        self.repository.setAccessibleName(self.tr("Repository to download"))
        self.repository.returnPressed.connect(self.download)
        self.fetch = QPushButton(self.tr("Download"))
        self.fetch.clicked.connect(self.download)
        self.page = QPushButton(self.tr("Open Its Page"))
        self.page.setToolTip(self.tr("Where its licence is read and accepted"))
        self.page.clicked.connect(self._open_page)
        self.page.hide()
        self.sign_in_button = QPushButton(self.tr("Sign In…"))
        self.sign_in_button.setToolTip(self.tr("With a token of the hub, kept in the Keychain"))
        self.sign_in_button.clicked.connect(self._ask_token)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        self.told = quiet(QLabel())
        self.fault = plain(QLabel())
        self._lay_out()
        self._show_download(False)
        self.fault.hide()
        self.resize(720, 520)
        self.fill()

    def fill(self) -> None:
        """Look at what is there, off this thread, and show it."""
        self._background.run(partial(_sized, self._places), self._show, self._say)

    def model(self) -> Model | None:
        """Return the model of the chosen row."""
        row = self.table.currentRow()
        item = self.table.item(row, 0) if row >= 0 else None
        return None if item is None else item.data(Qt.ItemDataRole.UserRole)

    def use(self) -> None:
        """Use the chosen model for the next picture."""
        model = self.model()
        if model is not None:
            self.chosen.emit(Path(model.id))

    def take_off(self) -> None:
        """Take the chosen model off the list; its files stay."""
        model = self.model()
        if model is None:
            return
        try:
            Shelf(self._places).remove(model.id)
        except EaselError as error:
            self._say(error)
            return
        self.fill()
        self.changed.emit()

    def download(self) -> None:
        """Fetch the repository that was named, in a process of its own; while one is fetched, stop that."""
        if self._process is not None:
            self._process.terminate()
            return
        repository = self.repository.text().strip()
        if not repository:
            self.repository.setFocus()
            return
        self.fault.hide()
        self.page.hide()
        program, *arguments = own_command()
        library = [] if self._places == Places.of_this_user() else ["--library", str(self._places.pictures)]
        process = QProcess(self)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        self._process, self._began = process, (0.0, 0)
        self._show_download(True)
        self.told.setText(self.tr("Asking the hub…"))
        process.start(program, [*arguments, *library, "models", "download", repository, "--progress"])

    def sign_in(self, secret: str) -> None:
        """Keep a token of the hub in the Keychain, off this thread."""

        def done(_nothing: object) -> None:
            self.fault.hide()
            self.told.setText(self.tr("The token is in the Keychain."))

        self._background.run(partial(signing_in.sign_in, secret), done, self._say)

    def _ask_token(self) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Sign In"))
        dialog.setLabelText(self.tr("Token, from the settings of your account on the hub:"))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.textValueSelected.connect(self.sign_in)
        dialog.open()

    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(f"{HUB}/{self._named()}"))

    def _named(self) -> str:
        """Return the repository that the line names, without its revision."""
        return self.repository.text().strip().partition("@")[0]

    def closeEvent(self, event: object) -> None:
        """Stop a download with the window: it goes on from there the next time."""
        if self._process is not None:
            self._process.finished.disconnect(self._finished)
            self._process.terminate()
            self._process.waitForFinished(3000)
            self._process = None
            self._show_download(False)
        super().closeEvent(event)  # type: ignore[arg-type]

    def _read(self) -> None:
        if self._process is None:
            return
        while self._process.canReadLine():
            told = json.loads(bytes(self._process.readLine().data()))
            if "total" in told:
                self._show_progress(told["done"], told["total"])

    def _show_progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._began[0]:
            self._began = now, done
        speed = (done - self._began[1]) / max(now - self._began[0], 0.1)
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * done / max(total, 1)))
        words = self.tr("{0} of {1}").format(bytes_shown(done), bytes_shown(total))
        if speed > 0:
            left = time_shown((total - done) / speed)
            words = self.tr("{0}  ·  {1}/s  ·  {2} left").format(words, bytes_shown(speed), left)
        self.told.setText(words)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process, self._process = self._process, None
        self._show_download(False)
        if process is None:
            return
        if status is QProcess.ExitStatus.CrashExit or code == 130:
            self.told.setText(self.tr("Stopped. The next download goes on from there."))
        elif code != 0:
            lines = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip().splitlines()
            self._say_words(lines[-1].removeprefix("macapp: ") if lines else self.tr("The download failed."))
            self.page.setVisible(REPOSITORY.fullmatch(self._named()) is not None)
        else:
            self.told.setText(self.tr("{0} is on the list.").format(self.repository.text().strip()))
            self.repository.clear()
            self.fill()
            self.changed.emit()
        process.deleteLater()

    def _show(self, models: list[tuple[Model, int]]) -> None:
        self.table.setRowCount(len(models))
        for row, (model, size) in enumerate(models):
            texts = (model.name, _KINDS[model.kind], model.family, bytes_shown(size))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column == 0:
                    item.setData(Qt.ItemDataRole.UserRole, model)
                    item.setToolTip(str(model.path))
                if column == 3:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self._filter(self.line.text())
        self._selected()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for row in range(self.table.rowCount()):
            shown = " ".join(item.text() for column in range(3) if (item := self.table.item(row, column))).casefold()
            self.table.setRowHidden(row, not all(word in shown for word in words))

    def _selected(self) -> None:
        model = self.model()
        self.where.setText("" if model is None else str(model.path))
        own = model is not None and model.id == str(model.path)
        self.use_button.setEnabled(model is not None)
        self.show_file.setEnabled(model is not None)
        self.remove.setEnabled(own)

    def _show_file(self) -> None:
        model = self.model()
        if model is not None:
            folder = model.path if model.path.is_dir() else model.path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _show_download(self, running: bool) -> None:
        self.bar.setVisible(running)
        self.bar.setRange(0, 0)
        self.repository.setEnabled(not running)
        self.fetch.setText(self.tr("Stop") if running else self.tr("Download"))

    def _say(self, error: EaselError) -> None:
        self._say_words(said(error))

    def _say_words(self, words: str) -> None:
        self.told.clear()
        self.fault.setText(words)
        warn(self.fault)
        self.fault.show()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.line, 1)
        for words, signal in ((self.tr("Add File…"), self.file_asked), (self.tr("Add Folder…"), self.folder_asked)):
            button = QPushButton(words)
            button.clicked.connect(signal)
            head.addWidget(button)
        middle = QHBoxLayout()
        middle.addWidget(self.where, 1)
        for button in (self.show_file, self.remove, self.use_button):
            middle.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(self.repository, 1)
        foot.addWidget(self.fetch)
        foot.addWidget(self.sign_in_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addLayout(middle)
        layout.addLayout(foot)
        layout.addWidget(self.bar)
        layout.addWidget(self.told)
        fault = QHBoxLayout()
        fault.addWidget(self.fault, 1)
        fault.addWidget(self.page)
        layout.addLayout(fault)


_KINDS = {
    "checkpoint": "Checkpoint",
    "lora": "LoRA",
    "embedding": "Textual inversion",
    "controlnet": "ControlNet",
    "upscaler": "Upscaler",
}


def _sized(places: Places) -> list[tuple[Model, int]]:
    return [(each, each.size_on_disk) for each in Shelf(places).all()]
