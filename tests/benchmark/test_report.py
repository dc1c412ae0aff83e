"""Benchmark results as text: the tables, their notes, and the sentence about the last run."""

from dataclasses import replace

import pytest

from macapp.benchmark import report
from macapp.benchmark.results import COMPILED, LATENCY, QUICK, SPEED, RunComparison, compare_runs
from macapp.errors import Reason
from macapp.messages import message_for
from tests.benchmark.test_results import HALF, NEW, SKIPPED, TEXT, run, slower


@pytest.mark.parametrize(
    ("times", "says"),
    [
        (1.8, "1.8 times slower than before with the same settings (changed since: PyTorch 2.12.0 → 2.13.0)."),
        (1.25, "1.2 times slower than before with the same settings (changed since: PyTorch 2.12.0 → 2.13.0)."),
        (1.2, "As fast as before with the same settings."),
        (1.0, "As fast as before with the same settings."),
        (0.85, "As fast as before with the same settings."),
        (0.5, "2.0 times faster than before with the same settings (changed since: PyTorch 2.12.0 → 2.13.0)."),
    ],
)
def test_what_became_of_the_speed_after_an_update(times: float, says: str) -> None:
    found = compare_runs(run(TEXT, HALF), run(slower(TEXT, times), slower(HALF, times), software=NEW))
    assert found is not None
    assert found.rows == 2
    assert report.format_comparison(found) == says


def test_the_tables_say_figures_limits_and_reasons() -> None:
    scaled = replace(HALF, size=256, steps=4, seconds=(1.0,), scale=50.0)
    compiled = replace(TEXT, way=COMPILED, skipped=Reason("bench-quick"), seconds=())
    made = run(TEXT, SKIPPED, compiled, scaled, recipe=QUICK)
    latency, speed = (report.table_rows(made, table) for table in (LATENCY, SPEED))
    assert latency[1] == ["Stable Diffusion 1.5", "half precision", "≈ 50", "0 %", "3.61", "88.9"]
    assert speed[1] == ["Stable Diffusion 1.5", "text to image", "2", "4 %", "21.7", "2.25"]
    assert speed[2][1:] == ["text to image, batch of 4", message_for(Reason("iterate"))]
    assert speed[3][1] == "text to image, compiled"
    text = report.as_text(made, RunComparison(2.0, 3, (("macOS", "15.1", "26.0"),)))
    assert "2.0 times slower than before with the same settings (changed since: macOS 15.1 → 26.0)." in text
    assert "256 x 256 in 4 steps" in text
    marked = report.as_markdown(made)
    assert "| Stable Diffusion 1.5 | half precision | ≈ 50 | 0 % | 3.61 | 88.9 |" in marked
    widths = {line.count("|") for line in marked.splitlines() if line.startswith("|")}
    assert widths == {7}, "rows without a figure are as wide"
    assert "A100" in marked


def test_a_run_without_a_changed_version_says_so() -> None:
    found = compare_runs(run(TEXT), run(slower(TEXT, 2.0)))
    assert found is not None
    assert report.format_comparison(found) == (
        "2.0 times slower than before with the same settings. No version has changed since."
    )
