"""The models that suit this Mac, one sentence each."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel

from macapp.models.recommended import Recommendation
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import plain_text


class RecommendedList(QLabel):
    """One line for each recommended model; empty without any."""

    def __init__(self) -> None:
        super().__init__()
        plain_text(self)
        self.setWordWrap(True)
        self.setAccessibleName(self.tr("Recommended for this Mac"))

    def show_models(self, recommended: Sequence[Recommendation]) -> None:
        """Show these models."""
        lines = [error_text(found.reason) for found in recommended]
        self.setText("\n".join([self.tr("Recommended for this Mac:"), *lines]) if lines else "")
