"""The table "abilities by family" of the help, made from the table of families.

    python -m macapp.models.abilities

writes it into `resources/help/families.md`. A test fails if the page differs from the families.
"""

from collections import Counter
from collections.abc import Mapping

from macapp.models.families import ROWS
from macapp.models.model_family import ModelFamily, Task
from macapp.system import storage
from macapp.system.paths import resources_dir

PAGE = resources_dir() / "help" / "families.md"
START, END = "## Abilities by family\n", "\n## Where it comes from\n"
_ABILITIES: Mapping[str, str] = {
    "mask": "mask",
    "hires_scale": "high resolution",
    "controls": "ControlNet",
    "references": "references",
    "loras": "LoRA",
    "negative_prompt": "negative prompt",
    "variation_strength": "variations",
}
"""The heading of each ability, by the field of a request."""


def build_table() -> str:
    """Return the table in Markdown: a row for each family, in the order of the table of families."""
    head = ("family", "text", "image", *_ABILITIES.values(), "schedulers", "steps", "guidance")
    lines = [head, ("---",) * len(head), *(_row(row, label_families()[index]) for index, row in enumerate(ROWS))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def label_families() -> list[str]:
    """Return the name of each family; those with the same name have their pipeline after it."""
    count = Counter(row.name for row in ROWS)
    stems = [next(iter(row.pipelines.values())).removesuffix("Pipeline") for row in ROWS]
    return [row.name if count[row.name] == 1 else f"{row.name} ({stem})" for row, stem in zip(ROWS, stems, strict=True)]


def _row(row: ModelFamily, label: str) -> tuple[str, ...]:
    marks = ["yes" if name in row.supports else "" for name in _ABILITIES]
    text = "yes" if Task.TEXT in row.pipelines and not (row.references and row.references.is_needed) else ""
    image = "yes" if Task.IMAGE in row.pipelines else ""
    return (label, text, image, *marks, str(len(row.schedulers)), str(row.steps), f"{row.guidance_scale:g}")


def with_table(page: str) -> str:
    """Return a page with the current table between two of its headings."""
    before, rest = page.split(START, 1)
    return f"{before}{START}\n{build_table()}\n{END}{rest.split(END, 1)[1]}"


if __name__ == "__main__":
    page = with_table(PAGE.read_text(encoding="utf-8"))
    storage.write(PAGE, page.encode("utf-8"), PAGE.parent)
