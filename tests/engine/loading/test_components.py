"""The parts of a pipeline: in which order they are loaded, and those that have no weights."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers

from macapp.engine.loading import components
from macapp.errors import MachineError
from macapp.models.checkpoint import read_components
from macapp.prompt.tokens import tokenizer_file
from macapp.system.machine import parse_release
from macapp.system.paths import resources_dir
from tests.support.plain_diffusers import asked, make


def test_the_largest_part_is_loaded_while_no_other_is_in_memory(tiny_model: Path) -> None:
    """Its file lies in memory beside what is made of it; with the others there already, the peak is higher by them."""
    placement = components.Placement("cpu", torch.float32)
    loaded = list(components.load_components(tiny_model, placement))  # in the order of loading
    sizes = [sum(file.stat().st_size for file in (tiny_model / name).glob("*.safetensors")) for name in loaded]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[1] > 0
    assert sorted(loaded) == sorted(read_components(tiny_model))


@pytest.mark.skipif(
    parse_release(transformers.__version__) < (5, 0), reason="transformers before 5 reads them in Python itself"
)
def test_clip_s_words_are_those_that_the_window_made_and_read_as_transformers_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(resources_dir() / "clip-tokenizer", tmp_path / "tokenizer")
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "CLIPTokenizer", "model_max_length": 77}')
    (tmp_path / "model_index.json").write_text('{"tokenizer": ["transformers", "CLIPTokenizer"]}')

    placement = components.Placement("cpu", torch.float32)

    def load_ours() -> Any:
        return components.load_components(tmp_path, placement, ["tokenizer"])["tokenizer"]

    window = tokenizer_file(folder)
    with monkeypatch.context() as patched:
        patched.setattr("tokenizers.models.BPE", lambda *_given, **_named: pytest.fail("made a second time"))
        ours = load_ours()
    theirs = transformers.CLIPTokenizer.from_pretrained(folder)
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
    for each in (theirs, load_ours()):
        assert each.tokenize("<a new word>") != ["<a new word>"]
    assert window is not None
    assert "<a new word>" not in window.get_vocab()


def test_a_model_with_a_part_of_its_own_code_is_not_loaded(engine, tiny_model: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(tiny_model, tmp_path / "copy"))
    index = json.loads((copy / "model_index.json").read_text())
    (copy / "model_index.json").write_text(json.dumps({**index, "unet": ["diffusers", "os"]}))
    with pytest.raises(MachineError, match="model-part-unknown"):
        make(engine, asked(copy))
