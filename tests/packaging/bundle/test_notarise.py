"""Notarisation: skipped without credentials, stapled after success, refused with Apple's reason."""

import json
from pathlib import Path

import pytest

from bundle import notarise, sign
from bundle.build_step import Refused, Skipped
from tests.support.apple_programs import WHO, Played


@pytest.fixture
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {sign.IDENTITY: WHO, notarise.KEY: "a key", notarise.KEY_ID: "K1", notarise.ISSUER: "someone"}
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_notarisation_says_what_it_lacks(app: Path) -> None:
    with pytest.raises(Skipped, match=r"needs EASEL_IDENTITY, EASEL_NOTARY_KEY, .* which are not set"):
        notarise.notarise(app)


@pytest.mark.usefixtures("_credentials")
def test_what_apple_accepts_is_stapled(app: Path, played: Played) -> None:
    played.answers("xcrun", "notarytool", ('{"id": "17", "status": "Accepted"}', 0))
    assert notarise.notarise(app) == "accepted by Apple as 17"
    assert "stapled" in notarise.staple(app)
    assert f"xcrun stapler staple {app}" in played.calls


@pytest.mark.usefixtures("_credentials")
def test_what_apple_refuses_is_a_sentence_with_its_reason(app: Path, played: Played) -> None:
    issues = [{"path": "Easel.app/Contents/MacOS/Easel", "message": "The signature is not valid."}, {"message": "?"}]
    played.answers("xcrun", "notarytool", ('{"id": "17", "status": "Invalid"}', 0), (json.dumps({"issues": issues}), 0))
    with pytest.raises(Refused, match=r"refused to notarise Easel\.app: .*The signature is not valid, and 1 more\.$"):
        notarise.notarise(app)


@pytest.mark.usefixtures("_credentials")
def test_a_key_that_apple_does_not_know_is_a_sentence(app: Path, played: Played) -> None:
    played.answers("xcrun", "notarytool", ("Error: HTTP status code: 401. Unauthenticated.\n", 69))
    with pytest.raises(
        Refused, match=r"Apple did not take the bundle: Error: HTTP status code: 401\. Unauthenticated\.$"
    ):
        notarise.notarise(app)
