"""The model card has the figures, and the card that ships is the one that this package writes."""

import json

from macapp.system.paths import resources_dir
from starter_model.captions import HELD_OUT_PAIRS
from starter_model.card import card
from starter_model.figures import Figures

FIGURES = Figures(0.991, 0.982, 0.973, 0.964, 0.955, seconds=1.25, threads=3)


def test_every_figure_is_in_the_card() -> None:
    text = card(FIGURES, 300, (1, 2))
    for figure in ("99.1%", "98.2%", "97.3%", "96.4%", "95.5%", "1.25 s on 3 CPU threads", "300 prompts", "2 seeds"):
        assert figure in text
    assert all(f"{colour} {shape}" in text for colour, shape in HELD_OUT_PAIRS)


def test_the_card_that_ships_is_up_to_date() -> None:
    folder = resources_dir() / "starter-model"
    figures = Figures(**json.loads((folder / "figures.json").read_text()))
    assert (folder / "README.md").read_text(encoding="utf-8") == card(figures, 300, (1, 2))
