"""The parts of a pipeline: in which order they are loaded, and those that have no weights."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers

from macapp.engine.loading import components
from macapp.prompt import tokens
from macapp.prompt.tokens import tokenizer_file
from macapp.system.paths import resources_dir


def test_the_largest_part_is_loaded_while_no_other_is_in_memory(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file lies in memory beside what is made of it; with the others there already, the peak is higher by them."""
    named, loaded = list(components.read_components(tiny_model)), []

    def watched(folder: Path, name: str, *more: Any) -> Any:
        loaded.append(name)
        return part(folder, name, *more)

    part = components._part
    monkeypatch.setattr(components, "_part", watched)
    made = components.load_components(tiny_model, "cpu", torch.float32)
    sizes = [components._bytes_of_weights(tiny_model / each) for each in loaded]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[1] > 0
    assert sorted(made) == sorted(named)


@pytest.mark.skipif(components._IS_OLD, reason="transformers before 5 reads them in Python itself")
def test_clip_s_words_are_those_that_the_window_made_and_read_as_transformers_own(tmp_path: Path) -> None:
    folder = shutil.copytree(resources_dir() / "clip-tokenizer", tmp_path / "tokenizer")
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "CLIPTokenizer", "model_max_length": 77}')
    window = tokenizer_file(folder)
    made = tokens._build_bpe.cache_info().misses
    ours = components._read(transformers.CLIPTokenizer, folder)
    theirs = transformers.CLIPTokenizer.from_pretrained(folder)
    assert tokens._build_bpe.cache_info().misses == made
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
    ours.add_tokens("<a new word>")  # as a textual inversion does
    assert ours.tokenize("<a new word>") == ["<a new word>"]
    for each in (theirs, components._read(transformers.CLIPTokenizer, folder)):
        assert each.tokenize("<a new word>") != ["<a new word>"]
    assert window is not None
    assert "<a new word>" not in window.get_vocab()
