"""The parts of a pipeline that have no weights."""

import shutil
from pathlib import Path

import pytest
import transformers

from macapp.engine import parts
from macapp.paths import resources


@pytest.mark.skipif(parts._IS_OLD, reason="transformers before 5 reads them in Python itself")
def test_clip_s_tokenizer_of_two_files_is_read_here_and_reads_as_transformers_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(resources() / "clip-tokenizer", tmp_path / "tokenizer")
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "CLIPTokenizer", "model_max_length": 77}')
    read: list[Path] = []
    words_in = parts.words_in
    monkeypatch.setattr(parts, "words_in", lambda folder: read.append(folder) or words_in(folder))
    ours = parts._read(transformers.CLIPTokenizer, folder)
    theirs = transformers.CLIPTokenizer.from_pretrained(folder)
    assert read == [folder]
    assert isinstance(ours, transformers.CLIPTokenizer)
    for text in (
        "A Red, heart!  at night",
        "schönes Herz 42",
        "'quoted' it's",
        "日本 ❤️ x",
        "<|endoftext|>",
        "",
        "x" * 300,
    ):
        given = {"padding": "max_length", "max_length": 77, "truncation": True}
        assert ours(text, **given).input_ids == theirs(text, **given).input_ids
        assert ours.decode(ours(text).input_ids) == theirs.decode(theirs(text).input_ids)
    assert ours.special_tokens_map == theirs.special_tokens_map
    assert len(ours) == len(theirs)
