"""The fields of the form, their rows and sections, and the button below them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from macapp.domain.request import STEPS
from macapp.models import ModelFamily
from macapp.system.paths import LibraryPaths
from macapp.ui.form.advanced_section import AdvancedSection
from macapp.ui.form.controlnet_field import ControlNetField
from macapp.ui.form.fast_mode_field import FastModeField
from macapp.ui.form.lora_field import LoraField
from macapp.ui.form.model_picker import ModelPicker
from macapp.ui.form.prompt_field import PromptField
from macapp.ui.form.reference_field import ReferenceField
from macapp.ui.form.scheduler_field import SchedulerField
from macapp.ui.form.seed_field import SeedField
from macapp.ui.form.size_field import SizeField
from macapp.ui.form.source_image_field import SourceImageField
from macapp.ui.widgets.controls import PrimaryButton
from macapp.ui.widgets.fields import Section, decimal_field, integer_field, labelled_field, side_by_side
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import GAP, MARGIN, mark_error, plain_text

MAX_STEPS, MAX_GUIDANCE = 150, 30  # of the controls; a request may have more
MAX_PICTURES = 100
MIN_WIDTH_POINTS = 290


class FormLayout(QWidget):
    """The form without its behaviour: every field in its place."""

    def __init__(self, places: LibraryPaths, background: TaskPool) -> None:
        super().__init__()
        self.background = background
        """runs the slow work of the form"""
        self.prompts = PromptField(background)
        self.prompt, self.negative_prompt = self.prompts.prompt, self.prompts.negative_prompt
        self.start_image, self.references = SourceImageField(), ReferenceField()
        self.size_field = SizeField()
        self.steps = integer_field(STEPS[0], MAX_STEPS, self.tr("Steps"))
        self.guidance = decimal_field(0, MAX_GUIDANCE, 0.5, self.tr("Guidance scale"), decimals=1)
        self.scheduler = SchedulerField()
        self.seed = SeedField()
        self.mode = FastModeField()
        self.count = integer_field(1, MAX_PICTURES, self.tr("Number of pictures"))
        self.model = ModelPicker()
        self.model.setAccessibleName(self.tr("Model"))
        self.additions, self.controls, self.finer = LoraField(), ControlNetField(places, background), AdvancedSection()
        self.sections = {
            "additions": Section(self.tr("LoRA"), self.additions),
            "controls": Section(self.tr("ControlNet"), self.controls),
            "finer": Section(self.tr("More"), self.finer),
        }
        self._fault = plain_text(QLabel())
        self._fault.hide()
        self.generate = PrimaryButton(self.tr("Generate"))
        self.generate.setDefault(True)
        self.cancel_editing = QPushButton(self.tr("Cancel Editing"))
        self.cancel_editing.hide()
        self.generate.setMinimumHeight(34)
        self._rows_by_field: dict[str, QWidget] = {}
        self.mode_row = labelled_field(self.tr("Few steps"), self.mode)
        self._foot = self._build_foot()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._build_scroll_area(), 1)
        layout.addLayout(self._foot)
        self.setMinimumWidth(MIN_WIDTH_POINTS)

    @property
    def fault(self) -> str:
        """The sentence above the button; empty if there is no error."""
        return self._fault.text() if not self._fault.isHidden() else ""

    def show_error(self, sentence: str) -> None:
        """Show an error above the button."""
        self._fault.setText(sentence)
        mark_error(self._fault)
        self._fault.show()

    def hide_error(self) -> None:
        """Remove the error above the button."""
        self._fault.hide()

    def expand_section(self, name: str) -> None:
        """Open a section: "additions", "controls" or "finer"."""
        self.sections[name].expand()

    def update_summaries(self) -> None:
        """Show next to each heading what is set in its section."""
        for name, field in (("additions", self.additions), ("controls", self.controls), ("finer", self.finer)):
            self.sections[name].set_summary(field.summary())

    def show_supported_fields(self, family: ModelFamily) -> None:
        """Show the fields that a model family supports and no others; hidden fields keep their values."""
        for name, row in self._rows_by_field.items():
            row.setVisible(name in family.supports)
        self.sections["additions"].setVisible(bool({"loras", "embeddings"} & family.supports))
        self.sections["controls"].setVisible("controls" in family.supports)
        self.start_image.set_masks("mask" in family.supports)
        limit = 0 if family.references is None else family.references.most
        self.references.set_limit(limit, "image" in family.supports)
        self.mode_row.setVisible(self.mode.modes.count() > 1)

    def add_above_button(self, widget: QWidget) -> None:
        """Add a widget between the error and the button."""
        self._foot.insertWidget(1, widget)

    def _build_scroll_area(self) -> QScrollArea:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        image = labelled_field(self.tr("Source image"), self.start_image)
        references = labelled_field(self.tr("Reference images"), self.references)
        negative = self.prompts.negative
        self._rows_by_field = {"negative_prompt": negative, "image": image, "references": references}
        guidance = labelled_field(self.tr("Guidance"), self.guidance)
        scheduler = labelled_field(self.tr("Scheduler"), self.scheduler)
        for row in (
            self.prompts,
            references,
            image,
            labelled_field(self.tr("Size"), self.size_field),
            side_by_side(labelled_field(self.tr("Steps"), self.steps), guidance),
            self.mode_row,
            labelled_field(self.tr("Seed"), self.seed),
            side_by_side(labelled_field(self.tr("Pictures"), self.count), scheduler, (2, 3)),
            labelled_field(self.tr("Model"), self.model),
            *self.sections.values(),
        ):
            column.addWidget(row)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def _build_foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, GAP // 2, MARGIN, MARGIN)
        foot.setSpacing(GAP // 2 + 2)
        foot.addWidget(self._fault)
        foot.addWidget(self.generate)
        foot.addWidget(self.cancel_editing)
        return foot
