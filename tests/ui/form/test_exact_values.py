"""Values that no control can show."""

from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


def test_what_is_changed_in_the_form_is_what_goes_out(window: MainWindow) -> None:
    window.prompt_panel.load_request(request("a heart", guidance_scale=7.123456, steps=20))
    assert window.prompt_panel.request().guidance_scale == 7.123456
    window.prompt_panel.guidance.setValue(3.5)
    window.prompt_panel.steps.setValue(21)
    out = window.prompt_panel.request()
    assert (out.guidance_scale, out.steps, out.prompt) == (3.5, 21, "a heart")
