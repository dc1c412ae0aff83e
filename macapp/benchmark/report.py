"""A benchmark in words: its two tables as text and as Markdown, and what has changed since the last. Any thread."""

from collections.abc import Callable, Sequence

from macapp.benchmark.results import (
    COMPILED,
    LATENCY,
    PUBLISHED_BY,
    SPEED,
    BenchmarkRun,
    Measurement,
    RunComparison,
    rows_in,
)
from macapp.messages import message_for

Translate = Callable[[str], str]
NONE = "-"


def as_text(run: BenchmarkRun, changed: RunComparison | None = None) -> str:
    """Return a run for people to read in a terminal."""
    parts = [_head(run)]
    for table in (LATENCY, SPEED):
        cells = table_rows(run, table)
        if len(cells) > 1:
            widths = [max(len(row[column]) for row in cells if len(row) > column) for column in range(len(cells[0]))]
            lines = ("  ".join(each.ljust(width) for each, width in zip(row, widths, strict=False)) for row in cells)
            parts.append("\n".join(each.rstrip() for each in lines))
    return "\n\n".join([*parts, *footnotes(run, changed)])


def as_markdown(run: BenchmarkRun, changed: RunComparison | None = None) -> str:
    """Return a run as Markdown, to be pasted."""
    parts = [f"**{_head(run)}**"]
    for table in (LATENCY, SPEED):
        head, *rows = table_rows(run, table)
        if rows:
            lines = [head, ["---"] * len(head), *(row + [""] * (len(head) - len(row)) for row in rows)]
            parts.append("\n".join(f"| {' | '.join(row)} |" for row in lines))
    return "\n\n".join([*parts, *footnotes(run, changed)])


def table_rows(run: BenchmarkRun, table: str, translate: Translate = str) -> list[list[str]]:
    """Return a table of a run as cells, its head first; a row without a figure says in its place why."""
    figure = "Seconds a picture" if table == LATENCY else "Iterations a second"
    kind = "Computed with" if table == LATENCY else "Pipeline"
    head = ["Model", kind, figure, "Spread", PUBLISHED_BY[table], "At most"]
    rows = []
    for row in rows_in(run.rows, table):
        names = [row.model, row_label(row, translate)]
        if row.skipped is not None:
            rows.append([*names, message_for(row.skipped, translate)])
            continue
        best, published = row.limit(run.peak), row.published
        told = [format_figure(row.figure, row.scale != 1), f"{row.spread * 100:.0f} %"]
        rows.append([*names, *told, *(NONE if each is None else format_figure(each) for each in (published, best))])
    return [[translate(each) for each in head], *rows]


def row_label(row: Measurement, translate: Translate = str) -> str:
    """Return what a row measures, its model aside."""
    words = [translate(row.name)]
    words += [translate("batch of {0}").format(row.batch)] if row.batch > 1 else []
    words += [translate("compiled")] if row.way == COMPILED else []
    return ", ".join(words)


def format_figure(figure: float, scaled: bool = False) -> str:
    """Return a figure as people read it, with a sign before one that was scaled."""
    return f"{'≈ ' if scaled else ''}{figure:.3g}" if figure < 100 else f"{'≈ ' if scaled else ''}{figure:,.0f}"


def footnotes(run: BenchmarkRun, changed: RunComparison | None, translate: Translate = str) -> list[str]:
    """Return what has to be known beside the tables, a sentence or two each."""
    said = [] if changed is None else [format_comparison(changed, translate)]
    drawn = {(row.size, row.steps) for row in run.rows if row.skipped is None and row.scale != 1}
    if drawn:
        sizes = ", ".join(f"{size} x {size}" for size in sorted({size for size, _ in drawn}))
        words = translate("≈ was drawn at {0} in {1} steps and scaled by the arithmetic; a full run draws all of it.")
        said.append(words.format(sizes, run.recipe.steps))
    if run.peak is not None:
        words = translate("At most: what {0} operations a second would do, which is this machine's peak.")
        said.append(words.format(f"{run.peak:.3g} x 10^12"))
    return said


def format_comparison(changed: RunComparison, translate: Translate = str) -> str:
    """Return what has changed since the run before, and what became another version meanwhile."""
    times = changed.times if changed.times >= 1 else 1 / changed.times
    if changed.slower:
        words = translate("{0} times slower than before on the same recipe").format(f"{times:.1f}")
    elif changed.quicker:
        words = translate("{0} times quicker than before on the same recipe").format(f"{times:.1f}")
    else:
        return translate("As quick as before on the same recipe.")
    if not changed.since:
        return translate("{0}; nothing that is known has changed since.").format(words)
    since = ", ".join(f"{name} {before or NONE} → {now or NONE}" for name, before, now in changed.since)
    return translate("{0} (since {1}).").format(words, since)


def _head(run: BenchmarkRun) -> str:
    software: Sequence[str] = [f"{name} {version}" for name, version in run.software.items()]
    return ", ".join([run.chip, run.device, *software, run.date])
