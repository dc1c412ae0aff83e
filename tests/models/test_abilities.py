"""The table of the help says what the table of families says."""

from macapp.models.abilities import PAGE, build_table, label_families, with_table
from macapp.models.families import ROWS


def test_the_page_has_the_current_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_table(page) == page, "run: python -m macapp.models.abilities"


def test_the_table_has_a_row_for_each_family_and_a_yes_for_each_ability() -> None:
    lines = build_table().splitlines()[2:]
    cells = {line.split(" | ")[0].strip("| "): line for line in lines}
    assert len(cells) == len(lines) == len(ROWS) == len(set(label_families()))
    assert cells["FLUX Fill"].startswith("| FLUX Fill |  |  | yes |  |")
    assert cells["Qwen-Image"].startswith("| Qwen-Image | yes | yes | yes | yes |")
    assert cells["DeepFloyd IF"].startswith("| DeepFloyd IF | yes |  |  |  |")
