"""A tokenizer of known files is that of new ones, and what one learns stays its own."""

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("transformers")

from transformers import CLIPTokenizer

from macapp.system.paths import resources_dir
from tests.support import tokenizer_cache


@pytest.fixture
def files(tmp_path: Path) -> Path:
    tokenizer_cache.install()
    return Path(shutil.copytree(resources_dir() / "clip-tokenizer", tmp_path / "tokenizer"))


def test_the_second_one_reads_as_the_first_and_says_where_its_files_are(files: Path, tmp_path: Path) -> None:
    one, other = (CLIPTokenizer.from_pretrained(files, model_max_length=77) for _twice in range(2))
    elsewhere = CLIPTokenizer.from_pretrained(shutil.copytree(files, tmp_path / "copy"), model_max_length=77)
    assert one is not other
    for each in (other, elsewhere):
        assert each("a photo of an astronaut", padding="max_length") == one(
            "a photo of an astronaut", padding="max_length"
        )
    assert elsewhere.name_or_path == str(tmp_path / "copy")
    elsewhere.save_pretrained(tmp_path / "saved")
    assert CLIPTokenizer.from_pretrained(tmp_path / "saved")("a cat") == one("a cat")


def test_a_new_word_and_a_new_pad_are_of_one_alone(files: Path) -> None:
    one, other = (CLIPTokenizer.from_pretrained(files) for _twice in range(2))
    before = len(other)
    assert one.add_tokens(["<ink>"]) == 1
    one.pad_token = "!"
    assert (len(one), len(other)) == (before + 1, before)
    assert other.pad_token != "!"
    assert len(CLIPTokenizer.from_pretrained(files)) == before


def test_other_options_and_other_files_make_another(files: Path) -> None:
    one, other = (CLIPTokenizer.from_pretrained(files, pad_token=pad) for pad in ("!", "<|endoftext|>"))
    assert (one.pad_token, other.pad_token) == ("!", "<|endoftext|>")
    words = json.loads((files / "vocab.json").read_text())
    words["cat</w>"], words["dog</w>"] = words["dog</w>"], words["cat</w>"]
    (files / "vocab.json").write_text(json.dumps(words))
    assert CLIPTokenizer.from_pretrained(files)("a cat") == one("a dog") != one("a cat")
