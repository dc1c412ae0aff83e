"""Drags over the main window: what is accepted, what the wells say, and where a drop goes."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from macapp.ui.form.panel import GenerationForm
from macapp.ui.gallery.panel import Gallery
from macapp.ui.main.file_intake import FileIntake
from macapp.ui.widgets.dropped import dropped_files, dropped_image, local_files


class WindowDrops:
    """Decides about the drag events of a window."""

    def __init__(self, window: QWidget, form: GenerationForm, gallery: Gallery, incoming: FileIntake) -> None:
        self._window, self._form, self._gallery, self._incoming = window, form, gallery, incoming

    def enter(self, event: QDragEnterEvent) -> None:
        """Accept what can be used completely: files, or an image. The wells show what they would do with it."""
        if dropped_files(event.mimeData()) or event.mimeData().hasImage():
            event.acceptProposedAction()
            self._form.bar.offer_wells(True)

    def move(self, event: QDragMoveEvent) -> None:
        """Refuse a drop where the drag began, usually an accident; and an image without a file on the gallery."""
        source, point = event.source(), event.position().toPoint()
        is_own = isinstance(source, QWidget) and self._is_over(source, point)
        is_bare = not local_files(event.mimeData()) and self._is_over(self._gallery, point)
        event.setAccepted(not is_own and not is_bare)

    def leave(self) -> None:
        """Show the wells as before."""
        self._form.bar.offer_wells(False)

    def drop(self, event: QDropEvent) -> None:
        """Use or import what was dropped, by the place where it was dropped."""
        event.acceptProposedAction()
        self.leave()
        target = self._window.childAt(event.position().toPoint())
        role = self._form.image_role_at(target)
        if files := dropped_files(event.mimeData()):
            self._incoming.handle(files, target is not None and self._gallery.isAncestorOf(target), role)
        else:
            self._incoming.use_image(dropped_image(event.mimeData()), role)

    def _is_over(self, widget: QWidget, point: QPoint) -> bool:
        return widget.isVisible() and widget.rect().contains(widget.mapFrom(self._window, point))
