"""The bars of a benchmark and their scale."""

from dataclasses import replace

import pytest

from macapp.ui.benchmark.chart import BenchmarkChart, compute_scale
from tests.support.benchmark_runs import RUN, SKIPPED, TEXT


@pytest.mark.usefixtures("qapp")
def test_a_published_figure_that_is_far_beyond_leaves_the_bars_as_they_are() -> None:
    slow = replace(TEXT, seconds=(10.0, 10.0), tflop=None)
    near = replace(RUN, rows=(replace(TEXT, seconds=(0.1, 0.1)),))
    assert compute_scale(replace(RUN, rows=(slow,)), [slow], slow.model) == pytest.approx(0.1)
    assert compute_scale(near, list(near.rows), TEXT.model) == pytest.approx(TEXT.published)
    chart = BenchmarkChart()
    chart.show_run(replace(RUN, rows=(slow, SKIPPED)))
    assert not chart.grab().isNull()
    assert chart.tool_tip(slow) == "A100: 21.7"
    assert "batches are unreliable" in chart.tool_tip(SKIPPED)
