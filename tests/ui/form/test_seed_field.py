"""The seed field: random or kept."""

import pytest
from pytestqt.qtbot import QtBot

from macapp.errors import BadRequest
from macapp.ui.form.seed_field import SeedField


def test_a_seed_is_random_until_it_is_kept(qtbot: QtBot) -> None:
    field = SeedField()
    qtbot.addWidget(field)
    assert field.shown() is None
    assert not field.kept
    assert field.seed() != field.seed()
    field.show_seed(41, keep=True)
    assert (field.seed(), field.shown(), field.kept) == (41, 41, True)
    field.show_seed(42)
    assert field.kept, "without `keep` the setting does not change"


def test_a_kept_but_empty_seed_is_an_error(qtbot: QtBot) -> None:
    field = SeedField()
    qtbot.addWidget(field)
    field.show_seed(None, keep=True)
    with pytest.raises(BadRequest, match="not-whole"):
        field.seed()
