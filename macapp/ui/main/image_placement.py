"""`ImagePlacement`: where an image goes that the user dropped, chose, pasted or took from the gallery."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from macapp.errors import BadRequest
from macapp.library import SourceImage
from macapp.ui.form.form_images import ImageHistory
from macapp.ui.form.panel import GenerationForm
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.text import error_text


class ImagePlacement(QObject):
    """Puts an image into the field of the form that the selected model uses; says so if it uses none.

    Undo takes it out again.
    """

    def __init__(self, form: GenerationForm, banner: Banner, images: ImageHistory, parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._banner, self._images = form, banner, images

    @Slot(SourceImage, str)
    def place(self, image: SourceImage, role: str = "") -> None:
        """Use an image as the source image or as a reference image.

        `role` is the name of the request field that the user chose, "image" or "references". Without it, or if the
        model does not use that field, a model that edits gets a reference image, and the banner offers the other use.
        """
        usable = self._form.image_roles()
        if not usable:
            name = "" if self._form.checkpoint is None else self._form.checkpoint.name
            self._banner.show_message(error_text(BadRequest("model-without-images", model=name)), stays=False)
            return
        if role not in usable:
            role = "references" if "references" in usable else "image"
            if len(usable) > 1:
                words, button = self.tr("The image was added as a reference."), self.tr("Use as Source Image")
                self._banner.show_message(words, button, partial(self.make_source, image), stays=False)
        if role == "image":
            self._images.change(self.tr("Use Source Image"), partial(self._form.start_image.set_image, image))
        else:
            self._add_reference(image)

    @Slot(SourceImage)
    def make_source(self, image: SourceImage) -> None:
        """Use an image as the source image, and no longer as a reference image."""
        self._images.change(self.tr("Use Source Image"), partial(self._move_to_source, image))

    def _move_to_source(self, image: SourceImage) -> None:
        names = [reference.name for reference in self._form.references.images]
        if image.name in names:
            self._form.references.remove(len(names) - 1 - names[::-1].index(image.name))
        self._form.start_image.set_image(image)

    def _add_reference(self, image: SourceImage) -> None:
        try:
            self._images.change(self.tr("Add Reference Image"), partial(self._append_reference, image))
        except BadRequest as error:
            self._banner.show_message(error_text(error))

    def _append_reference(self, image: SourceImage) -> None:
        self._form.references.add(image)
        if len(self._form.references.images) == 1:
            self._form.fit_size_to_reference(image.size)
