"""“Check for Updates…”: asks the user before it opens a connection, and shows the answer in the banner.

The menu has the command once there is an address to ask: `macapp.system.updates.RELEASE_URL`.
"""

from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from macapp import PRODUCT, __version__
from macapp.errors import EaselError
from macapp.system import updates
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.plain_text import write_in
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text


class Updates(QObject):
    """Checks for a newer release when the user asks for it, never by itself."""

    def __init__(self, banner: Banner, background: TaskPool, parent: QWidget) -> None:
        super().__init__(parent)
        self._banner, self._background, self._window = banner, background, parent

    @Slot()
    def check(self) -> None:
        """Say what will be sent to which host, and send it if the user agrees."""
        question = QMessageBox(self._window)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setWindowTitle(PRODUCT)
        host = urlsplit(updates.RELEASE_URL).hostname or ""
        more = self.tr(
            "Easel sends one request to {0}. It contains nothing about you, your Mac or your pictures."
        ).format(host)
        write_in(question, self.tr("Check for a newer version of Easel?"), more)
        question.addButton(QMessageBox.StandardButton.Cancel)
        check = question.addButton(self.tr("Check"), QMessageBox.ButtonRole.AcceptRole)
        question.setDefaultButton(check)
        check.clicked.connect(self._fetch)
        question.open()

    @Slot()
    def _fetch(self) -> None:
        self._background.run(
            partial(updates.fetch_latest_release, updates.RELEASE_URL), self._on_release, self._show_error
        )

    def _on_release(self, release: updates.Release) -> None:
        if not release.is_newer:
            self._banner.show_message(self.tr("Easel {0} is the latest version.").format(__version__), stays=False)
            return
        words = self.tr("Easel {0} is available. You have {1}.").format(release.version, __version__)
        show = partial(QDesktopServices.openUrl, QUrl(release.page))
        self._banner.show_message(words, self.tr("Open Web Page"), show)

    def _show_error(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))
