"""The fields of the form, placed in the prompt bar and in the settings of the inspector."""

from PySide6.QtCore import QObject

from macapp.models import ModelFamily
from macapp.system.paths import LibraryPaths
from macapp.ui.form.advanced_section import AdvancedSection
from macapp.ui.form.controlnet_field import ControlNetField
from macapp.ui.form.fast_mode_field import FastModeField
from macapp.ui.form.lora_field import LoraField
from macapp.ui.form.model_picker import ModelPicker
from macapp.ui.form.prompt_bar import PromptBar
from macapp.ui.form.prompt_field import PromptField
from macapp.ui.form.quality_field import QualityField
from macapp.ui.form.reference_field import ReferenceField
from macapp.ui.form.refiner_section import RefinerSection
from macapp.ui.form.seed_field import SeedField
from macapp.ui.form.settings_panel import SettingsPanel
from macapp.ui.form.size_field import SizeField
from macapp.ui.form.source_image_field import SourceImageField
from macapp.ui.form.source_well import SourceWell
from macapp.ui.form.upscale_section import UpscaleSection
from macapp.ui.widgets.fields import Section, column
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import section_heading


class FormFields(QObject):
    """Every field of a request as a control, in three widgets: `model`, `bar` and `settings`."""

    def __init__(self, places: LibraryPaths, background: TaskPool) -> None:
        super().__init__()
        self.background = background
        """runs the slow work of the form"""
        self.model = ModelPicker()
        self.model.setAccessibleName(self.tr("Model"))
        self._build_bar(background)
        self._build_sections(places, background)
        self.seed, self.mode, self.quality = SeedField(), FastModeField(), QualityField()
        self.quality_row = column(section_heading(self.tr("Quality")), self.quality)
        self.mode_row = column(section_heading(self.tr("Fast mode")), self.mode)
        self.source_row = column(section_heading(self.tr("Source image")), self.start_image)
        rows = [self.quality_row, self.mode_row, column(section_heading(self.tr("Seed")), self.seed), self.source_row]
        self.settings = SettingsPanel(rows, list(self.sections.values()))

    def _build_bar(self, background: TaskPool) -> None:
        self.prompts = PromptField(background)
        self.prompt, self.negative_prompt = self.prompts.prompt, self.prompts.negative_prompt
        self.start_image, self.references = SourceImageField(), ReferenceField()
        self.size_field = SizeField()
        self.bar = PromptBar(self.prompts, self.size_field, SourceWell(self.start_image), self.references)
        self.count, self.generate, self.cancel_editing = self.bar.count, self.bar.generate, self.bar.cancel_editing

    def _build_sections(self, places: LibraryPaths, background: TaskPool) -> None:
        self.advanced, self.additions = AdvancedSection(), LoraField()
        self.controls = ControlNetField(places, background)
        self.upscaling, self.refining = UpscaleSection(), RefinerSection()
        self.steps, self.guidance = self.advanced.steps, self.advanced.guidance
        self.scheduler = self.advanced.scheduler
        self._parts = {
            "advanced": self.advanced,
            "additions": self.additions,
            "controls": self.controls,
            "upscaling": self.upscaling,
            "refining": self.refining,
        }
        titles = {
            "advanced": self.tr("Advanced"),
            "additions": self.tr("LoRA"),
            "controls": self.tr("ControlNet"),
            "upscaling": self.tr("Upscale"),
            "refining": self.tr("Refine"),
        }
        self.sections = {name: Section(titles[name], part) for name, part in self._parts.items()}

    @property
    def parts(self) -> list[AdvancedSection | LoraField | ControlNetField | UpscaleSection | RefinerSection]:
        """The contents of the sections."""
        return list(self._parts.values())

    @property
    def widgets(self) -> tuple[ModelPicker, PromptBar, SettingsPanel]:
        """The three widgets that hold all fields."""
        return self.model, self.bar, self.settings

    @property
    def fault(self) -> str:
        """The error below the prompt; empty if there is none."""
        return self.bar.fault

    def show_error(self, sentence: str) -> None:
        """Show an error below the prompt."""
        self.bar.show_error(sentence)

    def hide_error(self) -> None:
        """Remove the error below the prompt."""
        self.bar.hide_error()

    def expand_section(self, name: str) -> None:
        """Open a section: "advanced", "additions", "controls", "upscaling" or "refining"."""
        self.sections[name].expand()

    def update_summaries(self) -> None:
        """Show with each heading the state of its section."""
        for name, part in self._parts.items():
            self.sections[name].set_summary(part.summary())

    def show_supported_fields(self, family: ModelFamily) -> None:
        """Show the fields that a model family supports and no others; hidden fields keep their values."""
        supported = family.supports
        self.bar.show_negative_prompt("negative_prompt" in supported)
        self.bar.well.setVisible("image" in supported)
        self.source_row.setVisible("image" in supported)
        self.sections["additions"].setVisible(bool({"loras", "embeddings"} & supported))
        self.sections["controls"].setVisible("controls" in supported)
        self.sections["refining"].setVisible("refiner" in supported)
        self.start_image.set_masks("mask" in supported)
        limit = 0 if family.references is None else family.references.most
        self.references.set_limit(limit, "image" in supported)
        self.references.setVisible("references" in supported)
        self.mode_row.setVisible(self.mode.modes.count() > 1)
