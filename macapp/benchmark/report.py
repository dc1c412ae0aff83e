"""Benchmark results as text and as Markdown: two tables, and the comparison with the last run. Any thread."""

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
    """Return a run as text for a terminal."""
    parts = [_head(run)]
    for table in (LATENCY, SPEED):
        cells = table_rows(run, table)
        if len(cells) > 1:
            widths = [max(len(row[column]) for row in cells if len(row) > column) for column in range(len(cells[0]))]
            lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) for row in cells)
            parts.append("\n".join(line.rstrip() for line in lines))
    return "\n\n".join([*parts, *footnotes(run, changed)])


def as_markdown(run: BenchmarkRun, changed: RunComparison | None = None) -> str:
    """Return a run as Markdown."""
    parts = [f"**{_head(run)}**"]
    for table in (LATENCY, SPEED):
        head, *rows = table_rows(run, table)
        if rows:
            lines = [head, ["---"] * len(head), *(row + [""] * (len(head) - len(row)) for row in rows)]
            parts.append("\n".join(f"| {' | '.join(row)} |" for row in lines))
    return "\n\n".join([*parts, *footnotes(run, changed)])


def table_rows(run: BenchmarkRun, table: str, translate: Translate = str) -> list[list[str]]:
    """Return a table of a run as rows of cells, head first; a row without a figure has the reason instead."""
    figure = "Seconds per picture" if table == LATENCY else "Iterations per second"
    kind = "Computed with" if table == LATENCY else "Pipeline"
    head = ["Model", kind, figure, "Spread", PUBLISHED_BY[table], "At most"]
    rows = []
    for row in rows_in(run.rows, table):
        names = [row.model, row_label(row, translate)]
        if row.skipped is not None:
            rows.append([*names, message_for(row.skipped, translate)])
            continue
        measured = [format_figure(row.figure, row.scale != 1), f"{row.spread * 100:.0f} %"]
        references = [
            NONE if figure is None else format_figure(figure) for figure in (row.published, row.limit(run.peak))
        ]
        rows.append([*names, *measured, *references])
    return [[translate(title) for title in head], *rows]


def row_label(row: Measurement, translate: Translate = str) -> str:
    """Return what a row measures, without its model."""
    words = [translate(row.name)]
    words += [translate("batch of {0}").format(row.batch)] if row.batch > 1 else []
    words += [translate("compiled")] if row.way == COMPILED else []
    return ", ".join(words)


def format_figure(figure: float, scaled: bool = False) -> str:
    """Return a figure as text, with a sign before a scaled one."""
    return f"{'≈ ' if scaled else ''}{figure:.3g}" if figure < 100 else f"{'≈ ' if scaled else ''}{figure:,.0f}"


def footnotes(run: BenchmarkRun, changed: RunComparison | None, translate: Translate = str) -> list[str]:
    """Return the notes below the tables, one or two sentences each."""
    notes = [] if changed is None else [format_comparison(changed, translate)]
    sides = sorted({row.size for row in run.rows if row.skipped is None and row.scale != 1})
    if sides:
        sizes = ", ".join(f"{side} x {side}" for side in sides)
        note = translate(
            "≈: measured at {0} in {1} steps and scaled by the operation count. A full run measures the full size."
        )
        notes.append(note.format(sizes, run.recipe.steps))
    if run.peak is not None:
        note = translate("At most: the result at {0} operations per second, the peak of this machine.")
        notes.append(note.format(f"{run.peak:.3g} x 10^12"))
    return notes


def format_comparison(changed: RunComparison, translate: Translate = str) -> str:
    """Return how much slower or faster a run is than the previous one, and which versions changed between them."""
    times = changed.times if changed.times >= 1 else 1 / changed.times
    if changed.slower:
        text = translate("{0} times slower than before with the same settings").format(f"{times:.1f}")
    elif changed.quicker:
        text = translate("{0} times faster than before with the same settings").format(f"{times:.1f}")
    else:
        return translate("As fast as before with the same settings.")
    if not changed.since:
        return translate("{0}. No version has changed since.").format(text)
    since = ", ".join(f"{name} {before or NONE} → {now or NONE}" for name, before, now in changed.since)
    return translate("{0} (changed since: {1}).").format(text, since)


def _head(run: BenchmarkRun) -> str:
    software: Sequence[str] = [f"{name} {version}" for name, version in run.software.items()]
    return ", ".join([run.chip, run.device, *software, run.date])
