"""The section "Upscale" of the inspector."""

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request
from tests.support.ui_jobs import ordered


def test_high_resolution_and_enlargement_go_with_the_picture_and_come_back(
    window: MainWindow, library: Library
) -> None:
    panel, upscaling = window.prompt_panel, window.prompt_panel.upscaling
    assert upscaling.summary() == "off"
    assert not upscaling.upscaler.isEnabled()
    upscaling.hires_scale.setCurrentIndex(upscaling.hires_scale.findData(2.0))
    upscaling.hires_strength.setValue(0.4)
    upscaling.upscale.setCurrentIndex(upscaling.upscale.findData(2))
    [made] = ordered(window, library)
    assert (made.hires_scale, made.hires_strength, made.upscale) == (2.0, 0.4, 2)
    assert upscaling.summary() == "high resolution 2×, enlarged 2×"
    panel.load_request(request("another"))
    assert upscaling.summary() == "off"
    panel.load_request(made)
    assert ordered(window, library)[0] == made
