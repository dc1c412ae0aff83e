"""What `make soak` does at length, in short."""

import pytest

from macapp.library import Library
from macapp.library.verify import verify
from tests.soak import fuzz, long_runs
from tests.support.fake_engine import ScriptedEngine


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # of odd tags; the program ignores them too
def test_pictures_of_any_bytes_do_no_harm() -> None:
    result = fuzz.pictures(400)
    assert result.slowest < fuzz.HANG


def test_models_of_any_bytes_do_no_harm() -> None:
    result = fuzz.headers(300)
    assert result.slowest < fuzz.HANG


def test_gguf_files_of_any_bytes_do_no_harm() -> None:
    result = fuzz.gguf_headers(300)
    assert result.slowest < fuzz.HANG


def test_texts_that_look_like_settings_do_no_harm() -> None:
    result = fuzz.texts(300)
    assert result.slowest < fuzz.HANG


def test_signals_all_arrive_and_cost_no_reference(qapp) -> None:
    assert long_runs.signals(20_000) == (20_000, 0)


def test_an_index_is_made_from_many_files() -> None:
    _seconds, added = long_runs.rebuilt(300)
    assert added == 300


def test_a_run_of_pictures_leaves_no_handle_and_no_thread_open() -> None:
    grown = long_runs.pictures(120, ScriptedEngine(), "starter", 2)
    assert grown.handles <= 0, "what an earlier test left may be closed by now"
    assert grown.threads == 0


def test_a_checked_library_keeps_its_promises(library: Library) -> None:
    told: list[tuple[int, int]] = []
    checks = verify(library, lambda *at: told.append(at))
    assert [check.id for check in checks] == [f"I{number}" for number in range(1, 11)]
    assert all(check.holds for check in checks)
