"""The welcome sheet: three models for this machine, or the demo."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.models.recommended import recommend_models
from macapp.system.machine import detect_machine, with_overrides
from macapp.ui.models.welcome import Welcome
from macapp.ui.widgets.task_pool import TaskPool


@pytest.fixture
def background(parent: QWidget) -> Iterator[TaskPool]:
    pool = TaskPool(parent)
    yield pool
    pool.close()


def open_welcome(background: TaskPool, qtbot: QtBot, facts: str) -> Welcome:
    welcome = Welcome(with_overrides(facts, detect_machine()), background)
    qtbot.addWidget(welcome)
    welcome.resize(900, 600)
    welcome.show()
    return welcome


@pytest.mark.parametrize(("memory", "count"), [(8, 3), (16, 3), (64, 3)])
def test_it_offers_the_models_that_fit_with_their_size_and_time(
    background: TaskPool, qtbot: QtBot, memory: int, count: int
) -> None:
    facts = f"ram={memory}GB,macos=14.0,device=mps,chip=Apple M2"
    welcome = open_welcome(background, qtbot, facts)
    qtbot.waitUntil(lambda: len(welcome.offers.cards) == count)
    expected = recommend_models(with_overrides(facts, detect_machine()))
    for card, recommendation in zip(welcome.offers.cards, expected, strict=True):
        assert card.offer.recommendation.entry == recommendation.entry
        assert " GB" in card.accessibleDescription()
        is_known = card.offer.seconds is not None
        assert ("a picture, estimated" in card.accessibleDescription()) == is_known
        assert card.width() <= 220, "three cards fit into the centre of a narrow window"


def test_a_machine_without_memory_for_any_model_still_has_the_demo(background: TaskPool, qtbot: QtBot) -> None:
    welcome = open_welcome(background, qtbot, "ram=2GB,macos=14.0,device=mps,chip=Apple M1")
    with qtbot.waitSignal(welcome.demo_chosen):
        welcome.demo.click()
    assert welcome.offers.cards == []


def test_the_keyboard_chooses_a_model(background: TaskPool, qtbot: QtBot) -> None:
    welcome = open_welcome(background, qtbot, "ram=16GB,macos=14.0,device=mps,chip=Apple M2")
    qtbot.waitUntil(lambda: len(welcome.offers.cards) == 3)
    with qtbot.waitSignal(welcome.model_chosen) as chosen:
        qtbot.keyClick(welcome.offers.cards[1], Qt.Key.Key_Space)
    assert list(chosen.args or ()) == [welcome.offers.cards[1].offer.recommendation.entry.id]
