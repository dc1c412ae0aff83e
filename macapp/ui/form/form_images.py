"""The images of the form: every change of them can be undone. On the thread of the window."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Slot

from macapp.library import SourceImage
from macapp.ui.form.panel import GenerationForm
from macapp.ui.widgets.undo import UndoCommand, UndoHistory


@dataclass(frozen=True)
class FormImages:
    """The source image with its mask, the reference images, and the size, which often follows from them."""

    source: SourceImage | None
    strength: float | None
    mask: SourceImage | None
    feather: int
    """the width of the soft edge of the mask in pixels"""
    only_masked: bool
    references: tuple[SourceImage, ...]
    size: tuple[int, int]

    @classmethod
    def read_from(cls, form: GenerationForm) -> "FormImages":
        """Return what a form shows."""
        field = form.start_image
        return cls(
            source=field.image,
            strength=field.strength,
            mask=field.mask_image,
            feather=field.feather,
            only_masked=field.only.isChecked(),
            references=tuple(form.references.images),
            size=form.size_field.size_asked,
        )

    def show_in(self, form: GenerationForm, instead_of: "FormImages") -> None:
        """Show these images in a form; the size only if it is still the one that came with the other images."""
        shown = FormImages.read_from(form)
        if (shown.source, shown.strength, shown.mask) != (self.source, self.strength, self.mask):
            self._show_source(form)
        if shown.references != self.references:
            form.references.clear()
            for image in self.references:
                form.references.add(image)
        if shown.size == instead_of.size:
            form.size_field.set_size(self.size)

    def _show_source(self, form: GenerationForm) -> None:
        field = form.start_image
        field.clear()
        if self.source is None:
            return
        field.set_image(self.source)
        if self.mask is not None:
            field.set_mask(self.mask, self.feather)
            field.only.setChecked(self.only_masked)
        field.set_image(self.source, self.strength)  # a mask changes the strength


class ImageHistory(QObject):
    """Makes every change of the images of a form a command that can be undone."""

    def __init__(self, form: GenerationForm, undo: UndoHistory) -> None:
        super().__init__(form)
        self._form, self._undo = form, undo
        self._begun: tuple[str, FormImages] | None = None
        for field in (form.start_image, form.references):
            field.change_began.connect(self._begin)
            field.change_ended.connect(self._end)

    def change(self, words: str, change: Callable[[], object]) -> None:
        """Change the images; `words` name the change in the Edit menu. What `change` raises is passed on."""
        before = FormImages.read_from(self._form)
        change()
        self._push(words, before)

    @Slot(str)
    def _begin(self, words: str) -> None:
        self._begun = words, FormImages.read_from(self._form)

    @Slot()
    def _end(self) -> None:
        if self._begun is not None:
            self._push(*self._begun)
        self._begun = None

    def _push(self, words: str, before: FormImages) -> None:
        form, after = self._form, FormImages.read_from(self._form)
        self._undo.push(
            UndoCommand(
                words,
                partial(after.show_in, form, before),
                partial(before.show_in, form, after),
                can_undo=lambda: FormImages.read_from(form) != before,
                can_redo=lambda: FormImages.read_from(form) != after,
            )
        )
