"""The list of schedulers remembers the choice for each model family."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from macapp import models
from macapp.ui.form.scheduler_field import SchedulerField
from tests.support.tiny_families import make_other


def test_the_choice_returns_with_the_family(tmp_path: Path, qtbot: QtBot) -> None:
    starter = models.find_checkpoint("starter")
    other = models.find_checkpoint(str(make_other("PixArtAlphaPipeline", tmp_path / "pixart")))
    field = SchedulerField()
    qtbot.addWidget(field)
    field.set_checkpoint(starter)
    assert field.currentText() == starter.scheduler
    field.setCurrentText("ddim")
    field.set_checkpoint(other)
    assert [field.itemText(index) for index in range(field.count())] == list(other.kind.schedulers)
    field.set_checkpoint(starter)
    assert field.currentText() == "ddim"
