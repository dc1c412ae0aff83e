"""The settings in the inspector."""

from macapp.ui.form.panel import GenerationForm


def test_every_section_says_its_state_while_it_is_folded(panel: GenerationForm) -> None:
    panel.update_summaries()
    sections = {name: section.summary for name, section in panel.sections.items()}
    assert sections["advanced"].startswith("20 steps  ·  guidance 4")
    assert (sections["additions"], sections["controls"], sections["upscaling"]) == ("none", "none", "off")


def test_the_settings_never_ask_for_more_width_than_the_inspector_has(panel: GenerationForm) -> None:
    for section in panel.sections.values():
        section.expand()
    panel.settings.resize(280, 600)
    content = panel.settings.widget()
    assert content.minimumSizeHint().width() <= 280
