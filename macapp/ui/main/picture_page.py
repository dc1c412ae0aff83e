"""The page of the picture: the viewer, or the welcome sheet while there is neither a picture nor a model."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from macapp.models.catalog import load_catalog
from macapp.ui.models.welcome import Welcome


class PicturePage(QStackedWidget):
    """Shows one of the two. Once the viewer is shown, it stays."""

    def __init__(self, viewer: QWidget, welcome: Welcome, is_empty: bool) -> None:
        """`is_empty` says whether the library has no pictures."""
        super().__init__()
        self._viewer = viewer
        self._may_welcome = is_empty
        self._welcome = welcome
        self.addWidget(viewer)
        self.addWidget(welcome)
        self.setFocusProxy(viewer)

    @property
    def is_welcoming(self) -> bool:
        """Whether the welcome sheet is shown."""
        return self.currentWidget() is self._welcome

    @Slot(list)
    def follow_models(self, models: list[str]) -> None:
        """Show the sheet in an empty library if none of these models was added by the user."""
        catalog = load_catalog()
        has_own = any(model not in catalog or not catalog[model].folder for model in models)
        self.setCurrentWidget(self._welcome if self._may_welcome and not has_own else self._viewer)

    @Slot()
    def show_viewer(self) -> None:
        """Show the viewer from now on."""
        self._may_welcome = False
        self.setCurrentWidget(self._viewer)
