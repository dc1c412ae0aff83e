"""Ask for an access token of the hub, and say where it is stored. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from macapp.system.paths import ON_A_MAC


def ask_token(parent: QWidget, use: Callable[[str], None]) -> None:
    """Open a dialog for a token, and pass it to `use`."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(QCoreApplication.translate("SignIn", "Sign In"))
    dialog.setLabelText(
        QCoreApplication.translate("SignIn", "Access token, from the settings of your Hugging Face account:")
    )
    dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    dialog.textValueSelected.connect(use)
    dialog.open()


def token_saved_text() -> str:
    """Return what to say once a token is stored. An ad hoc signature makes each build another program to macOS."""
    saved = QCoreApplication.translate("SignIn", "The token is saved in the Keychain.")
    if not ON_A_MAC:
        return saved
    asks = QCoreApplication.translate(
        "SignIn", "After an update of Easel, macOS asks for your password once: click Always Allow."
    )
    return f"{saved} {asks}"
