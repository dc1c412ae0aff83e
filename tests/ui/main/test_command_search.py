"""Commands are found by parts of their names, and recently used ones come first."""

import pytest

from macapp.ui.main.command_search import MAX_RECENT, Entry, find, remember, score

TRASH = Entry("trash", "Move to Trash", "Picture", "Ctrl+Backspace")
REJECTS = Entry("trash-rejects", "Move Rejects to Trash", "Picture", "")
FAVOURITE = Entry("favourite", "Favourite", "Picture › Mark", "F")
MODELS = Entry("models", "Models…", "File", "Ctrl+Shift+D")
ALL = [MODELS, FAVOURITE, TRASH, REJECTS]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("mod", ["models"]),
        ("trash", ["trash", "trash-rejects"]),
        ("TRASH rej", ["trash-rejects"]),
        ("mark", ["favourite"]),
        ("mvtr", ["trash", "trash-rejects"]),
        ("picture", ["favourite", "trash", "trash-rejects"]),
        ("nothing like it", []),
    ],
)
def test_a_command_is_found_by_words_letters_and_menu(query: str, ids: list[str]) -> None:
    assert [entry.id for entry in find(query, ALL, ())] == ids


def test_the_start_of_the_name_wins_over_its_middle_and_its_menu() -> None:
    points = [
        score("mo", MODELS),
        score("tr", TRASH),
        score("ash", TRASH),
        score("vtr", TRASH),
        score("ark", FAVOURITE),
    ]
    assert points == sorted(point for point in points if point is not None)
    assert len(set(points)) == len(points)


def test_without_words_the_recently_used_come_first_then_the_order_of_the_menus() -> None:
    assert [entry.id for entry in find("", ALL, ["trash-rejects", "gone"])] == [
        "trash-rejects",
        "models",
        "favourite",
        "trash",
    ]
    assert [entry.id for entry in find("trash", ALL, ["trash-rejects"])] == ["trash-rejects", "trash"]


def test_few_commands_are_remembered_each_once() -> None:
    recent: list[str] = []
    for identifier in [*"abcdefghij", "b"]:
        recent = remember(identifier, recent)
    assert recent[:2] == ["b", "j"]
    assert len(recent) == len(set(recent)) == MAX_RECENT
