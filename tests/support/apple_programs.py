"""Apple's programs for tests: a script on the path that notes its calls and prints prepared answers."""

from pathlib import Path

WHO = "Developer ID Application: A Person (ABCDE12345)"
GOOD = f'  1) 0123456789ABCDEF0123456789ABCDEF01234567 "{WHO}"\n     1 identities found\n'
EXPIRED = f'  1) 0123456789ABCDEF0123456789ABCDEF01234567 "{WHO}" (CSSMERR_TP_CERT_EXPIRED)\n     1 identities found\n'
PLAYER = """#!/bin/sh
name=$(basename "$0")
echo "$name $*" >> "$PLAYED/calls"
for number in 1 2 3 4 5 6; do
    answer="$PLAYED/$name-$1.$number"
    if [ -e "$answer" ]; then
        cat "$answer"
        code=0
        [ ! -e "$answer.code" ] || code=$(cat "$answer.code")
        rm -f "$answer" "$answer.code"
        exit "$code"
    fi
done
case "$name-$1" in
    hdiutil-create) for last in "$@"; do :; done; echo image > "$last" ;;
    ditto-*) for last in "$@"; do :; done; mkdir -p "$(dirname "$last")"; echo copied > "$last" ;;
esac
"""
APPLES = ("codesign", "security", "xcrun", "ditto", "hdiutil", "spctl")


class Played:
    """Apple's programs, played by a script."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def answers(self, program: str, first: str, *outputs: tuple[str, int]) -> None:
        """Set the outputs and exit codes of the next calls of a program with this first argument."""
        for number, (text, code) in enumerate(outputs, 1):
            (self._folder / f"{program}-{first}.{number}").write_text(text)
            (self._folder / f"{program}-{first}.{number}.code").write_text(str(code))

    @property
    def calls(self) -> list[str]:
        file = self._folder / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def signed(self) -> list[str]:
        """Return the names of the files that were signed, in order."""
        return [call.rpartition("/")[2] for call in self.calls if call.startswith("codesign --force")]
