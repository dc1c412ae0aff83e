"""The cards of recommended models."""

from pytestqt.qtbot import QtBot

from macapp.system.machine import detect_machine, with_overrides
from macapp.ui.models.offers import OfferRow, find_offers


def test_a_row_shows_new_cards_in_place_of_the_old(qtbot: QtBot) -> None:
    row = OfferRow()
    qtbot.addWidget(row)
    assert row.isHidden()
    offers = find_offers(with_overrides("ram=16GB,macos=14.0,device=mps,chip=Apple M2", detect_machine()))
    row.show_offers(offers)
    assert [card.offer for card in row.cards] == offers
    assert not row.isHidden()
    with qtbot.waitSignal(row.chosen) as chosen:
        row.cards[-1].click()
    assert list(chosen.args or ()) == [offers[-1].recommendation.entry.id]
    row.show_offers([])
    assert row.isHidden()
