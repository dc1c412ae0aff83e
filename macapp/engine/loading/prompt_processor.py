"""Read the prompt of a model whose text encoder also sees the reference images. On the engine's thread.

It takes the place of `Qwen2VLProcessor` of transformers, which needs torchvision to be created even if it never sees a
video. The results are the same.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import transformers
from PIL import Image
from transformers import BatchFeature

IMAGE_TOKEN = "<|image_pad|>"  # noqa: S105  (a word of the prompt)


class PromptProcessor:
    """Turns a prompt with its images into the input of Qwen2.5-VL."""

    def __init__(self, image_processor: Any, tokenizer: Any) -> None:
        self.image_processor, self.tokenizer = image_processor, tokenizer

    @classmethod
    def load(cls, part: Path, tokenizer: Any) -> "PromptProcessor":
        """Read the settings for images in the folder of a processor; `tokenizer` is that of the text encoder.

        Raises an exception of transformers or NumPy for settings that cannot process an image.
        """
        processor = image_processor_class().from_pretrained(part, local_files_only=True)
        processor(images=Image.new("RGB", (64, 64)), return_tensors="pt")
        return cls(processor, tokenizer)

    def __call__(
        self, text: Sequence[str], images: Image.Image | Sequence[Image.Image], **options: Any
    ) -> BatchFeature:
        """Return the tokens of each text and the patches of all images, as tensors.

        Every text has the same images. It has a token for each image, in their order and before what the user wrote; a
        token of that name in the user's words is left out.
        """
        seen = self.image_processor(images=images, return_tensors="pt")
        merged = self.image_processor.merge_size**2
        counts = [int(grid.prod()) // merged for grid in seen["image_grid_thw"]]
        tokens = self.tokenizer([_expand(words, counts) for words in text], **options)
        return BatchFeature({**tokens, **seen})


def image_processor_class() -> Any:
    """Return the class that cuts images into patches without torchvision; the import takes a moment."""
    without_torchvision = getattr(transformers, "Qwen2VLImageProcessorPil", None)  # older versions need none
    return without_torchvision or transformers.Qwen2VLImageProcessor


def _expand(text: str, counts: Sequence[int]) -> str:
    """Return a text with as many tokens for each image as the text encoder has places for it."""
    first, *others = text.split(IMAGE_TOKEN)
    numbers = [*counts, *[0] * len(others)]
    return first + "".join(IMAGE_TOKEN * number + words for number, words in zip(numbers, others, strict=False))
