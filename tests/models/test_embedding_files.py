"""Textual inversions in one file or two: their vectors, text encoders and triggers."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.models.auxiliary import find_auxiliary
from macapp.models.embedding_files import embedding_name, find_partner, list_vectors, trigger_words

FIRST, SECOND = "text_encoder", "text_encoder_2"


def save(file: Path, **widths: int) -> Path:
    save_file({name.replace("__", "-"): torch.ones(2, width) for name, width in widths.items()}, file)
    return file


@pytest.mark.parametrize(
    ("names", "keys", "name"),
    [
        (("ink_clip_l", "ink_clip_g"), ("emb_params", "emb_params"), "ink"),
        (("ink-CLIP-L", "ink-CLIP-G"), ("clip_l", "clip_g"), "ink"),
        (("learned_embeds", "learned_embeds_2"), ("<cat-toy>", "<cat-toy>"), "learned_embeds"),
    ],
)
def test_two_files_make_one_textual_inversion(
    tmp_path: Path, names: tuple[str, str], keys: tuple[str, str], name: str
) -> None:
    files = [tmp_path / f"{each}.safetensors" for each in names]
    for file, key, width in zip(files, keys, (8, 12), strict=True):
        save_file({key: torch.ones(2, width)}, file)
    for file, other in (files, files[::-1]):
        assert find_partner(file) == other
        assert embedding_name(file) == name
        vectors = list_vectors(file)
        assert [(each.encoder, each.shape[-1]) for each in vectors] == [(FIRST, 8), (SECOND, 12)]
        assert {name, *names} <= set(trigger_words(file, vectors))
        found = find_auxiliary(str(file), AuxiliaryKind.EMBEDDING)
        assert (found.name, found.partner) == (name, other)
        assert ("<cat-toy>" in found.words) == ("<cat-toy>" in keys)


def test_files_that_only_look_like_a_pair_stay_apart(tmp_path: Path) -> None:
    versions = [save(tmp_path / f"{name}.safetensors", emb_params=8) for name in ("ink", "ink_2")]
    alone = save(tmp_path / "wash_clip_g.safetensors", emb_params=12)
    (tmp_path / "broken_2.safetensors").write_bytes(b"x")
    broken = save(tmp_path / "broken.safetensors", emb_params=8)
    for file in (*versions, alone, broken):
        assert find_partner(file) is None
        assert embedding_name(file) == file.stem
        assert [each.encoder for each in list_vectors(file)] == [None]


def test_one_file_states_encoders_and_triggers(tmp_path: Path) -> None:
    both = list_vectors(save(tmp_path / "ink.safetensors", clip_l=8, clip_g=12))
    assert {(each.tensor, each.encoder, each.trigger) for each in both} == {
        ("clip_l", FIRST, None),
        ("clip_g", SECOND, None),
    }
    save_file({"<a>": torch.ones(8), "*": torch.ones(8)}, tmp_path / "two.safetensors")
    two = list_vectors(tmp_path / "two.safetensors")
    assert {(each.tensor, each.trigger) for each in two} == {("<a>", "<a>"), ("*", None)}
    assert trigger_words(tmp_path / "two.safetensors", two) == ("<a>", "two")
