"""A damaged tokenizer, or one with tokens that its text encoder does not know, is refused before it is listed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.errors import MachineError
from macapp.messages import message_for
from tests.support import tiny_models
from tests.support.tiny_families import TINY_FAMILIES, make_other

WEB_PAGE = b"<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n"
DAMAGES = {
    "an empty object": b"{}",
    "an empty list": b"[]",
    "a web page": WEB_PAGE,
    "two words": b"two words",
    "a list of two words": b'{"two": 0, "words": 1}',
    "no text": b"\xff\xfe\x00\x01",
    "nested too deeply": b"[" * 100_000,
}


@pytest.fixture
def model(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


def refusal(model: Path) -> str:
    with pytest.raises(MachineError) as caught:
        models.find_checkpoint(str(model))
    return message_for(caught.value)


def two_files(model: Path) -> Path:
    """Give a model its tokens in `vocab.json` and `merges.txt` only, like most checkpoints."""
    tiny_models.clip_tokenizer(model / "made")
    for each in ("vocab.json", "merges.txt"):
        (model / "made" / each).replace(model / "tokenizer" / each)
    (model / "tokenizer" / "tokenizer.json").unlink(missing_ok=True)
    return model / "tokenizer"


def one_file(model: Path) -> Path:
    """Return the file with all tokens of a model."""
    file = model / "tokenizer" / "tokenizer.json"
    if not file.exists():
        pytest.skip("transformers 4 writes two files")
    return file


def known_by(model: Path) -> int:
    return json.loads((model / "text_encoder" / "config.json").read_text())["vocab_size"]


def pieces(*texts: str) -> bytes:
    """Return a SentencePiece model: each piece with its score, then the settings of the trainer."""
    listed = b""
    for each in texts:
        piece = b"\x0a" + bytes([len(each.encode())]) + each.encode() + b"\x15\x00\x00\x80\xbf"
        listed += b"\x0a" + bytes([len(piece)]) + piece
    return listed + b"\x12\x02\x18\x01"


def only(model: Path, name: str, content: bytes, class_name: str) -> None:
    """Give a model its tokens in one file, which a class of transformers reads."""
    for each in (model / "tokenizer").iterdir():
        each.unlink()
    (model / "tokenizer" / name).write_bytes(content)
    index = json.loads((model / "model_index.json").read_text())
    index["tokenizer"] = ["transformers", class_name]
    (model / "model_index.json").write_text(json.dumps(index))


@pytest.mark.parametrize("name", ["vocab.json", "merges.txt"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_the_two_files_of_clip(model: Path, name: str, damage: str) -> None:
    folder = two_files(model)
    assert models.find_checkpoint(str(model))
    (folder / name).write_bytes(DAMAGES[damage])
    assert "tokenizer/vocab.json" in refusal(model)


@pytest.mark.parametrize("name", ["tokenizer.json", "tokenizer_config.json"])
@pytest.mark.parametrize("damage", ["an empty list", "a web page", "two words", "no text", "nested too deeply"])
def test_the_files_of_hugging_faces_library(model: Path, name: str, damage: str) -> None:
    assert models.find_checkpoint(str(model))
    (model / "tokenizer" / name).write_bytes(DAMAGES[damage])
    assert f"tokenizer/{name} is missing or damaged" in refusal(model)


@pytest.mark.parametrize("vocab", [{}, {"two": 0, "words": 1}, [], "x", {"a": "b"}, {"a": -1}, {"a": 1.5}, None])
def test_a_list_of_tokens_that_is_none(model: Path, vocab: object) -> None:
    file = one_file(model)
    content = json.loads(file.read_text())
    content["model"]["vocab"] = vocab
    content["added_tokens"] = []
    file.write_text(json.dumps(content))
    assert "tokenizer/tokenizer.json" in refusal(model)


def beyond_in_vocabulary(model: Path) -> None:
    file = two_files(model) / "vocab.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "boats</w>": known_by(model)}))


def beyond_in_the_whole(model: Path) -> None:
    file = one_file(model)
    content = json.loads(file.read_text())
    content["model"]["vocab"]["boats</w>"] = known_by(model)
    file.write_text(json.dumps(content))


def beyond_in_what_was_added(model: Path) -> None:
    (model / "tokenizer" / "added_tokens.json").write_text(json.dumps({"<boats>": known_by(model)}))


def beyond_in_settings(model: Path) -> None:
    file = model / "tokenizer" / "tokenizer_config.json"
    added = {str(known_by(model)): {"content": "<boats>"}}
    file.write_text(json.dumps({**json.loads(file.read_text()), "added_tokens_decoder": added}))


def of_another_model(model: Path) -> None:
    file = model / "text_encoder" / "config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "vocab_size": 49_408}))


def without_ends(model: Path) -> None:
    file = two_files(model) / "vocab.json"
    file.write_text(file.read_text().replace("<|endoftext|>", "<|end|>"))
    settings = file.with_name("tokenizer_config.json")
    told = json.loads(settings.read_text())
    told.pop("added_tokens_decoder", None)  # transformers 4 repeats them there
    settings.write_text(json.dumps(told))


@pytest.mark.parametrize(
    "change",
    [
        beyond_in_vocabulary,
        beyond_in_the_whole,
        beyond_in_what_was_added,
        beyond_in_settings,
        of_another_model,
        without_ends,
    ],
)
def test_tokens_that_the_encoder_does_not_know(model: Path, change: Callable[[Path], None]) -> None:
    change(model)
    words = refusal(model)
    assert "tokenizer/" in words
    assert "damaged" in words


@pytest.mark.parametrize("damage", [each for each in DAMAGES if each != "a list of two words"])
def test_a_file_of_sentencepiece(model: Path, damage: str) -> None:
    only(model, "spiece.model", pieces(*map(chr, range(33, 33 + known_by(model)))), "T5Tokenizer")
    assert models.find_checkpoint(str(model))
    (model / "tokenizer" / "spiece.model").write_bytes(DAMAGES[damage])
    assert "tokenizer/spiece.model is missing or damaged" in refusal(model)


@pytest.mark.parametrize("more", [1, -190])
def test_a_file_of_sentencepiece_of_another_model(model: Path, more: int) -> None:
    only(model, "spiece.model", pieces(*map(chr, range(33, 33 + known_by(model) + more))), "T5Tokenizer")
    assert "does not match its text_encoder" in refusal(model)


def test_a_file_of_bert(model: Path) -> None:
    tokens = ["[PAD]", "[UNK]", *map(str, range(known_by(model) - 2))]
    only(model, "vocab.txt", "\n".join(tokens).encode(), "BertTokenizer")
    assert models.find_checkpoint(str(model))
    (model / "tokenizer" / "vocab.txt").write_text("\n".join([*tokens, "boats"]))
    assert "does not match its text_encoder" in refusal(model)
    for damage in (b"{}", WEB_PAGE, b"two words", b"\xff\xfe"):
        (model / "tokenizer" / "vocab.txt").write_bytes(damage)
        assert "tokenizer/vocab.txt is missing or damaged" in refusal(model)


@pytest.mark.parametrize("pipeline", TINY_FAMILIES)
def test_every_tokenizer_of_every_family_is_read(tiny_model: Path, tmp_path: Path, pipeline: str) -> None:
    made = make_other(pipeline, tmp_path / "model")
    assert models.find_checkpoint(str(made))
    _refuses_every_tokenizer(made)


@pytest.mark.parametrize("kind", ["xl", "refiner", "if"])
def test_so_is_that_of_every_other_checkpoint_and_of_its_stages(tiny_model: Path, tmp_path: Path, kind: str) -> None:
    make = {"xl": tiny_models.make_tiny_xl, "refiner": tiny_models.make_tiny_refiner, "if": tiny_models.make_tiny_if}[
        kind
    ]
    made = make(tmp_path / "model")
    assert models.find_checkpoint(str(made))
    _refuses_every_tokenizer(made)


def test_so_is_that_of_an_upscaler(tiny_model: Path, tmp_path: Path) -> None:
    made = tiny_models.make_x4_upscaler(tmp_path / "x4")
    assert models.find_auxiliary(str(made), AuxiliaryKind.UPSCALER)
    for each in (made / "tokenizer").glob("*o*.json"):
        each.write_text("{}")
    with pytest.raises(MachineError, match="model-part-broken"):
        models.find_auxiliary(str(made), AuxiliaryKind.UPSCALER)


def _refuses_every_tokenizer(model: Path) -> None:
    found = [each for each in model.rglob("tokenizer*") if each.name in ("tokenizer", "tokenizer_2", "tokenizer_3")]
    assert found
    for folder in found:
        for each in folder.glob("*"):
            if each.name in ("tokenizer.json", "vocab.json", "spiece.model"):
                before = each.read_bytes()
                each.write_text("{}")
                assert f"{folder.name}/{each.name} is missing or damaged" in refusal(model)
                each.write_bytes(before)


def test_the_command_line_refuses_to_add_one_in_a_sentence(model: Path, tmp_path: Path, said) -> None:
    library = str(tmp_path / "library")
    assert said("--library", library, "models", "add", str(model))[0] == 0
    for each in (model / "tokenizer").glob("*o*.json"):
        each.write_text("{}")
    code, _, words = said("--library", library, "models", "add", str(model))
    assert code == 3
    assert words.count("\n") == 1
    assert "is missing or damaged" in words
    _, listed, _ = said("--library", library, "models", "list")
    assert str(model) not in listed
