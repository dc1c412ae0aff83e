"""Configuration files of models: read once, read again after a change, and refused by name if they are damaged."""

import json
from pathlib import Path

import pytest

from macapp.errors import MachineError
from macapp.models.configuration import broken_part, path_exists, read_config


def test_a_file_is_read_again_after_a_change(tmp_path: Path) -> None:
    (tmp_path / "unet").mkdir()
    file = tmp_path / "unet" / "config.json"
    for config in ({"a": 1}, {"a": 2, "b": [3]}):
        file.write_text(json.dumps(config))
        assert read_config(tmp_path, "unet/config.json") == config


def test_a_result_is_the_callers_own(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"a": 1}')
    read_config(tmp_path, "config.json")["a"] = 2
    assert read_config(tmp_path, "config.json") == {"a": 1}


@pytest.mark.parametrize("content", [None, "", "[1]", '"text"', "{", "[" * 100_000, '{"a": "\\ud800'])
def test_a_missing_or_damaged_file_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "config.json").write_text(content)
    with pytest.raises(MachineError) as caught:
        read_config(tmp_path, "config.json")
    assert (caught.value.code, caught.value.data) == (
        broken_part(tmp_path, "config.json").code,
        {"path": str(tmp_path), "part": "config.json"},
    )


def test_paths_that_cannot_exist_do_not_exist(tmp_path: Path) -> None:
    assert path_exists(tmp_path)
    assert not any(path_exists(tmp_path / name) for name in ("missing", "nul\0", "x" * 5000))
