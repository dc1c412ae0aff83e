"""The wheel scrolls the form and changes no setting."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QApplication, QComboBox, QScrollBar, QWidget

from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.fields import Section


def turn_wheel(field: QWidget) -> bool:
    """Turn the wheel down over a field; return whether the field used it."""
    middle = QPointF(field.rect().center())
    buttons, keys, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    turned = QPoint(0, -120)
    event = QWheelEvent(middle, field.mapToGlobal(middle), turned, turned, buttons, keys, phase, False)
    event.ignore()
    QApplication.sendEvent(field, event)
    return event.isAccepted()


def test_the_wheel_over_any_field_of_the_form_changes_nothing(window: MainWindow) -> None:
    form = window.prompt_panel
    for section in window.findChildren(Section):
        section.expand()
    kinds = (QComboBox, QAbstractSpinBox, QAbstractSlider)
    found = [each for kind in kinds for widget in form.widgets for each in widget.findChildren(kind)]
    fields = [form.model, *(each for each in found if not isinstance(each, QScrollBar))]
    assert len(fields) > 15
    before = form.to_json()
    for field in fields:
        field.setFocus()
        turn_wheel(field)
        assert form.to_json() == before, field.accessibleName()
