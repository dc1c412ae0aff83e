"""“Check for Updates…”: asks before it asks; says what it found in the banner."""

from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from macapp import PRODUCT, __version__
from macapp.errors import EaselError, MachineError
from macapp.system import updates
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.plain_text import write_in
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text


class Updates(QObject):
    """Looks for a newer release when it is told to, and never by itself."""

    def __init__(self, banner: Banner, background: TaskPool, parent: QWidget) -> None:
        super().__init__(parent)
        self._banner, self._background, self._window = banner, background, parent

    @Slot()
    def check(self) -> None:
        """Say what would be sent and to whom, and do it if the user agrees."""
        if not updates.RELEASE_URL:
            self._failed(MachineError("updates-nowhere"))
            return
        question = QMessageBox(self._window)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setWindowTitle(PRODUCT)
        host = urlsplit(updates.RELEASE_URL).hostname or ""
        more = self.tr("One request goes to {0}. It says nothing about you, your Mac or your pictures.").format(host)
        write_in(question, self.tr("Look for a newer Easel?"), more)
        question.addButton(QMessageBox.StandardButton.Cancel)
        look = question.addButton(self.tr("Check"), QMessageBox.ButtonRole.AcceptRole)
        question.setDefaultButton(look)
        look.clicked.connect(self._look)
        question.open()

    @Slot()
    def _look(self) -> None:
        self._background.run(partial(updates.fetch_latest_release, updates.RELEASE_URL), self._found, self._failed)

    def _found(self, release: updates.Release) -> None:
        if not release.is_newer:
            self._banner.show_message(self.tr("This is the newest Easel, {0}.").format(__version__), stays=False)
            return
        words = self.tr("Easel {0} is there, and this is {1}.").format(release.version, __version__)
        show = partial(QDesktopServices.openUrl, QUrl(release.page))
        self._banner.show_message(words, self.tr("Open Its Page"), show)

    def _failed(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))
