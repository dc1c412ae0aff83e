"""Quality: the settings for time that were measured, and models for which none were."""

from dataclasses import replace
from pathlib import Path

import pytest

from macapp import models
from macapp.errors import BadRequest
from macapp.messages import message_for
from macapp.models.fast_modes import relative_time
from macapp.models.quality import QUALITIES, quality_settings
from tests.support.libraries import with_the_current_set
from tests.support.request_factory import request
from tests.support.tiny_families import make_other


def test_a_lower_quality_takes_less_time(starter_model: Path) -> None:
    starter = models.find_checkpoint("starter")
    plain = request(model="starter", steps=starter.steps, width=128, height=128)
    shares = {name: relative_time(replace(plain, **quality_settings(name, starter)), plain) for name in QUALITIES}
    assert shares["best"] == 1
    assert 0.7 < shares["balanced"] < 0.8
    assert 0.4 < shares["fast"] < 0.6


@with_the_current_set
def test_the_best_is_the_picture_of_all_steps(tmp_path: Path) -> None:
    """For every model: there is nothing to measure."""
    for model in ("starter", str(make_other("FluxPipeline", tmp_path / "flux"))):
        assert quality_settings("best", models.find_checkpoint(model)) == {}


@with_the_current_set
def test_what_was_not_measured_is_not_offered(tmp_path: Path) -> None:
    flux = models.find_checkpoint(str(make_other("FluxPipeline", tmp_path / "flux")))
    turbo = replace(models.find_checkpoint("starter"), steps=4)
    for checkpoint in (flux, turbo):
        with pytest.raises(BadRequest, match="quality-unmeasured") as caught:
            quality_settings("fast", checkpoint)
        assert "--steps" in message_for(caught.value)


def test_an_unknown_quality_names_the_known_ones() -> None:
    with pytest.raises(BadRequest, match="word-unknown") as caught:
        quality_settings("ultra", models.find_checkpoint("starter"))
    assert message_for(caught.value) == "Unknown quality ultra. Choose one of: best, balanced, fast."
