"""What makes a picture quicker, and by how much: fewer steps with a model made for them, guidance that ends early.

Data and pure functions. How much quicker is reckoned from how often the model looks at the picture, and from what its
autoencoder takes beside that, as the catalogue has it for each family. Any thread.
"""

from macapp.checkpoints.catalogue import CHECKPOINT, Entry, catalogue
from macapp.checkpoints.checkpoint import Checkpoint
from macapp.request import Request

USUAL = "sd-1.5"
"""What a model is reckoned by whose family the catalogue does not know."""


def share_of_time(request: Request, than: Request, checkpoint: Checkpoint) -> float:
    """Return how long a request takes beside another of the same size and model: 0.5 is half the time."""
    return _work(request, checkpoint) / _work(than, checkpoint)


def _work(request: Request, checkpoint: Checkpoint) -> float:
    """Return 10**12 operations of a picture at the native size of its model's family: its steps and its decoding."""
    like = _like(checkpoint)
    one_pass = like.step_tflop / (1 if like.guidance_scale == 0 else 2)
    return request.passes * one_pass + like.decode_tflop


def _like(checkpoint: Checkpoint) -> Entry:
    """Return the entry of the catalogue for a model, or for the first of its family."""
    known = [each for each in catalogue().values() if each.kind == CHECKPOINT and each.step_tflop]
    of_family = (each for each in known if each.family == checkpoint.family)
    return next((each for each in known if each.id == checkpoint.id), next(of_family, catalogue()[USUAL]))
