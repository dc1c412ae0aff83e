"""The tables of models sort by value, search, and keep the selection."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.library.model_usage import ModelUsage
from macapp.models.scan_cache import InstalledModel
from macapp.ui.models.table import ModelsTable, format_kind, format_speed, installed_columns, installed_row
from tests.support.model_tables import cell_text, row_names, select_row

SIZES = {"small": 2**20, "large": 3 * 2**30, "middle": 90 * 2**20}
MODELS = {name: InstalledModel(f"/{name}", name, "lora", Path(name), size_on_disk=size) for name, size in SIZES.items()}


@pytest.fixture
def table(qtbot: QtBot) -> ModelsTable:
    table = ModelsTable("Models", installed_columns())
    qtbot.addWidget(table)
    table.fill([installed_row(model, None) for model in MODELS.values()])
    return table


def test_sizes_sort_by_bytes_and_not_by_text(table: ModelsTable) -> None:
    table.sortItems(3, Qt.SortOrder.AscendingOrder)
    assert row_names(table) == ["small", "middle", "large"]
    assert cell_text(table, "large", 3) == "3 GB"


def test_a_search_needs_all_words(table: ModelsTable) -> None:
    table.search(["LORA", "MID"])
    assert row_names(table) == ["middle"]
    table.search(["lora", "none"])
    assert row_names(table) == []
    table.search([])
    assert len(row_names(table)) == 3


def test_the_selection_survives_new_rows(table: ModelsTable) -> None:
    select_row(table, "middle")
    table.fill([installed_row(MODELS["middle"], ModelUsage(4, "2026-11-01T10:00:00+00:00"))])
    assert table.selected() == MODELS["middle"]
    assert cell_text(table, "middle", 4) == "4"
    table.search(["large"])
    assert table.selected() is None, "a hidden row does not count"
    table.search([])
    table.select("/no such model")
    assert table.selected() is None


def test_kinds_have_names() -> None:
    assert [format_kind(kind) for kind in ("checkpoint", "stage")] == ["Checkpoint", "Stage"]
    assert format_kind("lora") == "LoRA"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(None, ""), (6.0, "quick, "), (40.0, "fair, "), (200.0, "slow here, "), (4000.0, "very slow here, ")],
)
def test_speed_is_a_word_with_the_time(seconds: float | None, expected: str) -> None:
    assert format_speed(seconds).startswith(expected)
    assert bool(format_speed(seconds)) == (seconds is not None)
