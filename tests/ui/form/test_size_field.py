"""The size field of the form."""

import pytest

from macapp.ui.form.panel import GenerationForm
from macapp.ui.form.size_field import Shape, fit_shape


def test_a_typed_side_becomes_a_multiple_of_8_where_it_can_be_seen(panel: GenerationForm) -> None:
    panel.size_field.width_field.setValue(101)
    assert panel.size_field.size_asked[0] == 104
    panel.size_field.set_size((96, 160))
    panel.size_field.swap_button.click()
    assert panel.size_field.size_asked == (160, 96)


@pytest.mark.parametrize(
    ("shape", "native", "size"),
    [((1, 1), 512, (512, 512)), ((3, 4), 512, (448, 576)), ((16, 9), 1024, (1344, 768)), ((3, 4), 128, (112, 144))],
)
def test_shapes_keep_about_the_model_s_own_number_of_pixels(shape, native: int, size) -> None:
    assert fit_shape(Shape("", *shape), native) == size
