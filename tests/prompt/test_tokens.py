"""The tokens of a prompt are counted as the model's own tokenizer counts them, without the model."""

import shutil
from pathlib import Path

import pytest

from macapp.prompt.tokens import count_tokens, tokenizer_file
from macapp.system.paths import resources_dir


@pytest.fixture
def tokenizer(starter_model: Path):
    return tokenizer_file(starter_model / "tokenizer")


PROMPTS = ("a red heart", "A Red, heart!  at night", "schönes Herz 42", "a 'quoted' it's", "", "日本 ❤️ x")


@pytest.mark.parametrize("prompt", PROMPTS)
def test_it_counts_as_the_library_of_the_model_does(starter_model: Path, tiny_model: Path, prompt: str) -> None:
    from transformers import CLIPTokenizer

    for folder in (starter_model / "tokenizer", tiny_model / "tokenizer"):
        theirs = CLIPTokenizer.from_pretrained(folder)(prompt, add_special_tokens=False).input_ids
        assert count_tokens(prompt, tokenizer_file(folder)).tokens == len(theirs)  # type: ignore[arg-type]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_tokenizer_of_two_files_counts_alike(tiny_model: Path, tmp_path: Path, prompt: str) -> None:
    """Older checkpoints bring a vocabulary and merges, from which the same tokenizer is made."""
    import json

    whole = json.loads((tiny_model / "tokenizer" / "tokenizer.json").read_text())["model"]
    (tmp_path / "vocab.json").write_text(json.dumps(whole["vocab"]))
    merges = (each if isinstance(each, str) else " ".join(each) for each in whole["merges"])
    (tmp_path / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges))
    one, other = (tokenizer_file(each) for each in (tmp_path, tiny_model / "tokenizer"))
    assert one is not None
    assert other is not None
    assert count_tokens(prompt, one) == count_tokens(prompt, other)


def test_where_clip_has_all_three_files_the_two_are_read_which_takes_a_third_of_the_wait(tmp_path: Path) -> None:
    for name in ("vocab.json", "merges.txt"):
        shutil.copy(resources_dir() / "clip-tokenizer" / name, tmp_path / name)
    (tmp_path / "tokenizer.json").write_text("not looked at")
    assert tokenizer_file(tmp_path) is None
    (tmp_path / "tokenizer_config.json").write_text('{"tokenizer_class": "CLIPTokenizer"}')
    found = tokenizer_file(tmp_path)
    assert found is not None
    assert count_tokens("a red heart", found).tokens == 3


def test_a_long_prompt_is_read_in_parts(tokenizer) -> None:
    assert (count_tokens("red " * 75, tokenizer).room, count_tokens("red " * 76, tokenizer).room) == (75, 150)
    assert count_tokens("red BREAK blue", tokenizer).room == 150
    assert count_tokens("", tokenizer).room == 75


def test_what_is_beyond_the_last_part_is_not_seen(tokenizer) -> None:
    prompt = "red " * 750 + "(blue:1.2) boat"
    found = count_tokens(prompt, tokenizer)
    assert found.tokens == 752
    assert [prompt[start:end] for start, end in found.unseen] == ["blue", "boat"]


def test_a_model_without_parts_sees_so_many_tokens_and_no_more(tokenizer) -> None:
    prompt = "red " * 76 + "blue boat"
    found = count_tokens(prompt, tokenizer, limit=77)
    assert (found.tokens, found.room) == (78, 77)
    assert [prompt[start:end] for start, end in found.unseen] == ["boat"]


def test_tags_are_not_counted(tokenizer) -> None:
    assert count_tokens("a cat <lora:very long name:0.8>", tokenizer).tokens == count_tokens("a cat", tokenizer).tokens
    assert count_tokens("embedding:bad", tokenizer).tokens == count_tokens("bad", tokenizer).tokens


def test_a_model_without_weights_reads_brackets_as_text(tokenizer) -> None:
    found = count_tokens("a ( red [ cat", tokenizer, limit=77)
    assert found.tokens > count_tokens("a red cat", tokenizer).tokens


def test_a_folder_without_a_tokenizer_has_none(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{")
    assert tokenizer_file(tmp_path) is None
    assert tokenizer_file(tmp_path / "absent") is None
