"""The commands of the form: use settings, earlier prompts, styles, presets, paint a mask."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QWidget

from macapp.domain.request import Request
from macapp.library import Library, SourceImage
from macapp.library.prompt_history import UsedPrompt
from macapp.ui.form.form_images import ImageHistory
from macapp.ui.form.panel import GenerationForm
from macapp.ui.form.presets_menu import Presets
from macapp.ui.form.prompt_history import PromptHistory, Styles
from macapp.ui.mask.window import MaskWindow
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.text import elide
from macapp.ui.widgets.undo import UndoCommand, UndoHistory


class FormActions(QObject):
    """Fills the form with undo, and opens its popups and the mask window."""

    def __init__(
        self,
        library: Library,
        panel: GenerationForm,
        banner: Banner,
        undo: UndoHistory,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library, self._panel, self._banner, self._undo = library, panel, banner, undo
        self.images = ImageHistory(panel, undo)
        self.mask_window: MaskWindow | None = None
        self.history = PromptHistory(library, panel.background, window)
        self._history_index = -1  # of the prompt that Option-Up showed last
        self.presets = Presets(library, panel, banner)
        self.presets.selected.connect(self.load_request)
        panel.settings.presets.setMenu(self.presets)
        panel.defaults_of = self.presets.for_model
        panel.bar.styles.setMenu(Styles(library, panel, banner))
        panel.mode.mode_requested.connect(self.use_mode)
        panel.quality.quality_requested.connect(self.use_quality)
        panel.bar.history_requested.connect(self.show_history)
        panel.prompts.step_requested.connect(self.browse_history)
        panel.start_image.mask_requested.connect(self.paint_mask)
        self.history.selected.connect(self._use_prompt)
        panel.price.size_requested.connect(self.use_size)

    @Slot(Request)
    def load_request(self, request: Request, with_seed: bool = True) -> None:
        """Show a request in the form; Undo restores the form."""
        before = self._panel.to_json()

        def do() -> None:
            self._panel.load_request(request, with_seed)
            if not with_seed:
                self._panel.seed.show_seed(None, keep=False)

        restore = partial(self._panel.from_json, before)
        self._undo.push(UndoCommand(self.tr("Use Settings"), do, restore, can_undo=lambda: bool(before)))
        if request.template is not None or request.negative_template is not None:
            words = self.tr("This prompt comes from “{0}”.").format(elide(request.template or request.prompt))
            self._banner.show_message(
                words, self.tr("Use Prompt as Typed"), partial(self.load_template, request), stays=False
            )

    @Slot(int, int)
    def use_size(self, width: int, height: int) -> None:
        """Use a size that fits in memory; Undo restores the size before."""
        field = self._panel.size_field
        do, undo = partial(field.set_size, (width, height)), partial(field.set_size, field.size_asked)
        self._undo.push(UndoCommand(self.tr("Use Size"), do, undo))

    def load_template(self, request: Request) -> None:
        """Show the prompts as typed, before their alternatives were chosen."""
        self._panel.prompts.set_texts(
            request.template or request.prompt, request.negative_template or request.negative_prompt
        )

    @Slot(str)
    def use_mode(self, name: str) -> None:
        """Apply a fast mode; Undo restores the form."""
        before = self._panel.to_json()
        do, undo = partial(self._panel.apply_fast_mode, name), partial(self._panel.from_json, before)
        self._undo.push(UndoCommand(self.tr("Use Fast Mode"), do, undo, can_undo=lambda: bool(before)))

    @Slot(str)
    def use_quality(self, name: str) -> None:
        """Apply a quality; Undo restores the form."""
        before = self._panel.to_json()
        do, undo = partial(self._panel.apply_quality, name), partial(self._panel.from_json, before)
        self._undo.push(UndoCommand(self.tr("Use Quality"), do, undo, can_undo=lambda: bool(before)))

    @Slot()
    def show_history(self) -> None:
        """Open the list of earlier prompts."""
        self.history.open_at(self._panel.prompt.mapToGlobal(QPoint(0, 0)))

    @Slot(int)
    def browse_history(self, earlier: int) -> None:
        """Show the next earlier prompt, or with -1 the next later one."""
        used = self._library.prompts.recent()
        self._history_index = min(max(self._history_index + earlier, 0), len(used) - 1)
        if used:
            self._use_prompt(used[self._history_index])

    @Slot()
    def paint_mask(self) -> None:
        """Open the mask window for the source image."""
        field = self._panel.start_image
        if field.image is None:
            self._banner.show_message(
                self.tr("A mask needs an image. Choose or drop a source image first."), stays=False
            )
            return
        if self.mask_window is not None:
            self.mask_window.raise_()
            self.mask_window.activateWindow()
            return
        opened = MaskWindow(self._library.places, self._panel.background, field.image, field.mask_image, field.feather)
        opened.done.connect(self.use_mask)
        opened.closed.connect(self._on_mask_closed)
        opened.show()
        self.mask_window = opened

    @Slot(SourceImage, SourceImage, int)
    def use_mask(self, image: SourceImage, mask: SourceImage, feather: int) -> None:
        """Use a painted mask, and the size of its image if that suits the model; Undo restores what was there."""
        self.images.change(self.tr("Use Mask"), partial(self._show_mask, image, mask, feather))

    def _show_mask(self, image: SourceImage, mask: SourceImage, feather: int) -> None:
        field = self._panel.start_image
        if field.image is None or image.name != field.image.name:
            field.set_image(image)
        field.set_mask(mask, feather)
        self._panel.fit_size_to_mask(image.size)

    def close(self) -> None:
        """Close the mask window."""
        if self.mask_window is not None:
            self.mask_window.discard()

    @Slot()
    def _on_mask_closed(self) -> None:
        self.mask_window = None

    @Slot(UsedPrompt)
    def _use_prompt(self, used: UsedPrompt) -> None:
        self._panel.prompts.set_texts(used.prompt, used.negative_prompt)
