#!/bin/sh
# What the operating system must have before a virtual environment can be made and a window opened.
# On macOS: nothing but Python. On Debian and its kin: Python's venv, Qt's libraries and a font, installed here
# if they are missing and we may. usage: system.sh PYTHON [bundle]
# With "bundle", also what PyInstaller reads libraries with, and Python's own as a library.
set -eu

python=${1:-python3}

fail() {
    echo "easel: $1" >&2
    exit 3
}

install() {
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        fail "these packages are missing; install them as root and try again: $*"
    fi
    echo "easel: installing $*" >&2
    $as_root apt-get update -qq
    # shellcheck disable=SC2086  # $as_root is two words or none
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if [ "$(uname -s)" = Linux ] && command -v apt-get >/dev/null 2>&1; then
    missing=
    command -v "${python:-python3}" >/dev/null 2>&1 || missing="python3 python3-venv"
    [ -n "$missing" ] || "$python" -c "import venv, ensurepip" 2>/dev/null || missing="python3-venv"
    for pair in libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3 \
        libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0 libxcb-cursor.so.0:libxcb-cursor0 \
        libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1; do
        /sbin/ldconfig -p | grep -q "${pair%%:*}" || missing="$missing ${pair#*:}"
    done
    [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing="$missing fonts-dejavu-core"
    if [ "${2:-}" = bundle ]; then
        command -v objdump >/dev/null 2>&1 || missing="$missing binutils"
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        folder=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("LIBDIR"))')
        [ -e "$folder/libpython$version.so.1.0" ] || /sbin/ldconfig -p | grep -q "libpython$version.so.1.0" ||
            missing="$missing libpython$version"
    fi
    # shellcheck disable=SC2086  # a list of packages
    [ -z "$missing" ] || install $missing
fi

command -v "${python:-python3}" >/dev/null 2>&1 || fail "Python 3.10 to 3.13 is needed; install it and try again."
"$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' ||
    fail "Python 3.10 to 3.13 is needed, and $python is $("$python" --version 2>&1)."
