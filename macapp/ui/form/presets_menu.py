"""The menu of presets: named settings that keep the prompt, seed and images of the form."""

from collections.abc import Callable
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
    """Lists the presets and saves new ones."""

    selected = Signal(Request)

    def __init__(self, library: Library, panel: GenerationForm, banner: Banner) -> None:
        super().__init__(panel.bar)
        self._library, self._panel, self._banner = library, panel, banner
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Fill the menu with the current presets."""
        self.clear()
        presets = self._library.presets.all()
        for name, request in presets.items():
            add_named(self, name, partial(self.apply, name), format_settings(request))
        if presets:
            self.addSeparator()
        self.addAction(self.tr("Save Settings as Preset…"), self.ask_name)
        if presets:
            remove = self.addMenu(self.tr("Delete Preset"))
            for name in presets:
                add_named(remove, name, partial(self.delete, name))
        self.addSeparator()
        self.addAction(self.tr("Use as Defaults for This Model"), self.save_for_model)
        reset = self.addAction(self.tr("Reset Defaults of This Model"), self.forget_model)
        checkpoint = self._panel.checkpoint
        reset.setEnabled(checkpoint is not None and self._library.presets.for_model(checkpoint.id) is not None)

    def apply(self, name: str) -> None:
        """Apply a preset; Undo restores the form."""
        self._run_or_show_error(
            lambda: self.selected.emit(apply_preset(self._library.presets.find(name), self._panel.request()))
        )

    def save(self, name: str) -> None:
        """Save the settings of the form under a name."""
        self._run_or_show_error(lambda: self._library.presets.save(name, self._panel.request()))

    def delete(self, name: str) -> None:
        """Delete a preset; the banner offers to undo it."""
        request = self._library.presets.find(name)
        self._library.presets.delete(name)
        words = self.tr("The preset {0} was deleted.").format(name)
        self._banner.show_message(
            words, self.tr("Undo"), partial(self._library.presets.save, name, request), stays=False
        )

    def save_for_model(self) -> None:
        """Save the settings of the form as the defaults of the model."""
        self._run_or_show_error(lambda: self._library.presets.save_for_model(self._panel.request()))

    def forget_model(self) -> None:
        """Restore the model's own defaults."""
        if self._panel.checkpoint is not None:
            self._library.presets.forget_model(self._panel.checkpoint.id)

    def for_model(self, model: str) -> Request | None:
        """Return the user's defaults for a model, with prompt, seed and images of the form; None without defaults."""
        found = self._library.presets.for_model(model)
        try:
            return None if found is None else apply_preset(found, self._panel.request())
        except EaselError:
            return None

    def _run_or_show_error(self, work: Callable[[], object]) -> None:
        try:
            work()
        except EaselError as error:
            self._banner.show_message(error_text(error))

    def ask_name(self) -> None:
        """Open a dialog for the name of a new preset."""
        dialog = QInputDialog(self._panel.bar)
        dialog.setLabelText(self.tr("Name of the preset:"))
        dialog.textValueSelected.connect(self.save)
        dialog.open()
