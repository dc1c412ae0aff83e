"""XMP packets."""

import pytest

from macapp.domain.job import Marks
from macapp.library.metadata import xmp

MARKS = Marks(favourite=True, stars=4, tags=("a & b", "red"), collections=("Best",))


def test_marks_are_read_as_they_were_written() -> None:
    assert xmp.read_marks(xmp.write_marks(None, MARKS)) == MARKS


def test_other_properties_of_a_packet_are_preserved() -> None:
    packet = xmp.Packet()
    packet.set("xmp:CreatorTool", "Another program")
    written = xmp.write_marks(packet.text(), MARKS)
    assert xmp.Packet(written).get("xmp:CreatorTool") == "Another program"
    assert xmp.read_marks(xmp.write_marks(written, Marks())) == Marks()


@pytest.mark.parametrize("text", [None, "", "<x:xmpmeta", "<!DOCTYPE a><x:xmpmeta></x:xmpmeta>"])
def test_an_unreadable_packet_has_no_marks(text: str | None) -> None:
    assert xmp.read_marks(text) == Marks()
