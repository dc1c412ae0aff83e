"""The tensors in a file that the loaded model has no place for, as the file of a picture states them. Any thread."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from macapp import PRODUCT

MAX_NAME = 100
"""characters of an example"""


@dataclass(frozen=True)
class UnusedTensors:
    """What of one file is not used."""

    name: str
    """of the LoRA or the checkpoint"""
    names: tuple[str, ...]
    """of the tensors that are not used"""
    total: int
    """the number of tensors in the file"""

    def describe(self, model: str = PRODUCT) -> dict[str, str | int]:
        """Return the facts for the file of a picture, with one tensor as an example; `model` does not use them."""
        example = self.names[0][:MAX_NAME]
        return {"name": self.name, "model": model, "count": len(self.names), "total": self.total, "example": example}


_NEVER_NEEDED = re.compile(
    r"^(model_ema\.|first_stage_model\.loss\.|(sqrt_|log_)?(one_minus_)?(recip_?m?1?_)?alphas_cumprod|posterior_|betas$"
    r"|alphas|sqrt_recipm1?_|logvar$|scale_factor$|denoiser\.sigmas$|v_pred$|ztsnr$)"
    r"|(^|\.)(position_ids|logit_scale|attn_mask|text_projection(\.weight)?|lm_head\.weight|spiece_model|tekken_model)$"
)
"""The names of tensors that no picture needs.

Noise schedules, averages of weights, marks read elsewhere, what follows the last layer of a text encoder, and
tokenizers that ComfyUI stores as tensors.
"""


def list_unused_tensors(name: str, unused: Collection[str], total: int) -> UnusedTensors | None:
    """Return what of a file is not used; None if all is."""
    return UnusedTensors(name, tuple(sorted(unused)), total) if unused else None


def format_unused(facts: Iterable[dict[str, str | int]]) -> dict[str, Any]:
    """Return what `UnusedTensors.describe` says of several files, in the form that a picture stores."""
    found = list(facts)
    return {"unused": found} if found else {}


def is_never_needed(name: str) -> bool:
    """Return whether no picture needs a tensor of a checkpoint with this name."""
    return _NEVER_NEEDED.search(name) is not None
