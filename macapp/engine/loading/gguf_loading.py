"""Read the tensors of GGUF files one at a time, and leave their blocks packed. On the engine's thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import torch

from macapp.engine.runtime.gguf_blocks import PLAIN, split_blocks, unpack_blocks
from macapp.errors import BadRequest
from macapp.models.gguf import BLOCKS, GgufTensor, read_gguf_header
from macapp.system.storage import open_regular


@dataclass(frozen=True)
class BlockTensor:
    """A tensor in the blocks of a GGUF file."""

    blocks: torch.Tensor
    """uint8 of `(blocks, bytes)`, in the order of the weights"""
    kind: str
    """a key of `FIELDS`"""
    shape: torch.Size

    def unpack(self, dtype: torch.dtype) -> torch.Tensor:
        """Return the weights in a floating type."""
        return unpack_blocks(split_blocks(self.blocks, self.kind), self.kind, dtype).view(self.shape)

    def take_rows(self, rows: Sequence[tuple[int, int]]) -> "BlockTensor | torch.Tensor":
        """Return ranges of rows, from and to, joined in this order; unpacked if a block spans two rows."""
        blocks_per_row, rest = divmod(self.shape[1:].numel(), BLOCKS[self.kind][0])
        if rest:
            return _join([self.unpack(torch.float32)[start:end] for start, end in rows])
        taken = _join([self.blocks[start * blocks_per_row : end * blocks_per_row] for start, end in rows])
        count = sum(end - start for start, end in rows)
        return BlockTensor(taken, self.kind, torch.Size((count, *self.shape[1:])))


StoredTensor = torch.Tensor | BlockTensor


def take_rows(tensor: StoredTensor, rows: Sequence[tuple[int, int]]) -> StoredTensor:
    """Return ranges of rows of a tensor, from and to, joined in this order; the tensor itself if that is all of it."""
    if not rows or [*rows] == [(0, tensor.shape[0] if tensor.shape else 1)]:
        return tensor
    if isinstance(tensor, BlockTensor):
        return tensor.take_rows(rows)
    return _join([tensor[start:end] for start, end in rows])


def _join(parts: list[torch.Tensor]) -> torch.Tensor:
    return parts[0] if len(parts) == 1 else torch.cat(parts)


def read_gguf_tensors(file: Path) -> Iterator[tuple[str, StoredTensor]]:
    """Yield the tensors of a GGUF file with their stored names, in the order of the file.

    Raises `BadRequest` for a damaged file.
    """
    header = read_gguf_header(file)
    with open_regular(file) as stream:
        for name, tensor in sorted(header.tensors.items(), key=lambda pair: pair[1].start):
            yield name, _read(file, stream, tensor)


def _read(file: Path, stream: BinaryIO, tensor: GgufTensor) -> StoredTensor:
    content = torch.empty(tensor.size, dtype=torch.uint8)
    stream.seek(tensor.start)
    if stream.readinto(memoryview(content.numpy())) != tensor.size:  # type: ignore[attr-defined]
        raise BadRequest("weights-cut", name=file.name)
    if tensor.kind in PLAIN:
        return content.view(PLAIN[tensor.kind]).view(tensor.shape)
    return BlockTensor(content.view(-1, BLOCKS[tensor.kind][1]), tensor.kind, torch.Size(tensor.shape))
