"""The menu of presets: settings under a name, taken up again with what the form says of prompt, seed and images."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QInputDialog, QMenu

from macapp.domain.request import Request
from macapp.errors import EaselError
from macapp.library import Library
from macapp.library.presets import apply_preset
from macapp.ui.form.panel import GenerationForm
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.plain_text import add_named
from macapp.ui.widgets.text import error_text, format_settings


class Presets(QMenu):
    """Offers the presets and keeps new ones."""

    selected = Signal(Request)

    def __init__(self, library: Library, panel: GenerationForm, banner: Banner) -> None:
        super().__init__(panel)
        self._library, self._panel, self._banner = library, panel, banner
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Show the presets as they are now."""
        self.clear()
        presets = self._library.presets.all()
        for name, request in presets.items():
            add_named(self, name, partial(self.apply, name), format_settings(request))
        if presets:
            self.addSeparator()
        self.addAction(self.tr("Save Settings as Preset…"), self._ask_name)
        if presets:
            remove = self.addMenu(self.tr("Delete Preset"))
            for name in presets:
                add_named(remove, name, partial(self.delete, name))
        self.addSeparator()
        self.addAction(self.tr("Begin with These Settings for This Model"), self.save_for_model)
        forget = self.addAction(self.tr("Begin with the Model's Own Settings"), self.forget_model)
        checkpoint = self._panel.checkpoint
        forget.setEnabled(checkpoint is not None and self._library.presets.for_model(checkpoint.id) is not None)

    def apply(self, name: str) -> None:
        """Take up a preset; the form comes back with Undo."""
        self._tried(lambda: self.selected.emit(apply_preset(self._library.presets.find(name), self._panel.request())))

    def save(self, name: str) -> None:
        """Keep the form's settings under a name."""
        self._tried(lambda: self._library.presets.save(name, self._panel.request()))

    def delete(self, name: str) -> None:
        """Forget a preset; the banner offers it back."""
        request = self._library.presets.find(name)
        self._library.presets.delete(name)
        words = self.tr("The preset {0} was deleted.").format(name)
        self._banner.show_message(
            words, self.tr("Undo"), partial(self._library.presets.save, name, request), stays=False
        )

    def save_for_model(self) -> None:
        """Let the model begin with the form's settings from now on."""
        self._tried(lambda: self._library.presets.save_for_model(self._panel.request()))

    def forget_model(self) -> None:
        """Let the model begin with its own settings again."""
        if self._panel.checkpoint is not None:
            self._library.presets.forget_model(self._panel.checkpoint.id)

    def for_model(self, model: str) -> Request | None:
        """Return what the user wants a model to begin with, completed by what the form says."""
        found = self._library.presets.for_model(model)
        try:
            return None if found is None else apply_preset(found, self._panel.request())
        except EaselError:
            return None

    def _tried(self, work) -> None:  # type: ignore[no-untyped-def]
        try:
            work()
        except EaselError as error:
            self._banner.show_message(error_text(error))

    def _ask_name(self) -> None:
        dialog = QInputDialog(self._panel)
        dialog.setLabelText(self.tr("Name of the preset:"))
        dialog.textValueSelected.connect(self.save)
        dialog.open()
