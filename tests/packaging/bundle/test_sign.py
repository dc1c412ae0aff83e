"""Signatures: ad hoc or with a certificate, from the inside out, and never with an invalid one."""

import plistlib
from pathlib import Path

import pytest

from bundle import sign
from bundle.build_step import Refused
from tests.support.apple_programs import EXPIRED, GOOD, WHO, Played


def test_without_a_certificate_all_is_signed_ad_hoc_from_the_inside_out(app: Path, played: Played) -> None:
    assert sign.sign(app) == "signed ad hoc"
    assert played.signed() == ["libtorch.dylib", "QtCore", "QtCore.framework", "Easel.app"] or played.signed() == [
        "QtCore", "QtCore.framework", "libtorch.dylib", "Easel.app",
    ]  # fmt: skip
    assert not any("runtime" in call or "entitlements" in call for call in played.calls)
    assert played.calls[-1] == f"codesign --verify --deep --strict {app}"
    assert not list(app.rglob("*.dSYM"))


def test_with_a_certificate_it_is_hardened_and_the_program_alone_is_entitled(
    app: Path, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(sign.IDENTITY, WHO)
    played.answers("security", "find-identity", (GOOD, 0))
    assert sign.sign(app) == f"signed by {WHO}"
    calls = [call for call in played.calls if call.startswith("codesign --force")]
    assert all(f"--sign {WHO} --timestamp --options runtime" in call for call in calls)
    assert ["entitlements" in call for call in calls] == [False] * (len(calls) - 1) + [True]


def test_the_entitlements_are_as_few_as_work() -> None:
    asked = plistlib.loads(sign.ENTITLEMENTS.read_bytes())
    assert asked == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


@pytest.mark.parametrize(
    ("listed", "words"),
    [("     0 identities found\n", "There is no certificate"), (EXPIRED, "has expired"),
     (EXPIRED.replace("TP_CERT_EXPIRED", "TP_NOT_TRUSTED"), "cannot be used")],
)  # fmt: skip
def test_a_wrong_or_expired_certificate_is_a_sentence_and_nothing_is_signed(
    app: Path, played: Played, monkeypatch: pytest.MonkeyPatch, listed: str, words: str
) -> None:
    monkeypatch.setenv(sign.IDENTITY, WHO)
    played.answers("security", "find-identity", (listed, 0))
    with pytest.raises(Refused, match=words) as refused:
        sign.sign(app)
    assert WHO in str(refused.value)
    assert played.signed() == []
