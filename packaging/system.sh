#!/bin/sh
# Install the system packages for a virtual environment and a window, and print the Python to use.
# usage: system.sh [PYTHON [bundle]]
# Without PYTHON, the first suitable one of python3.11, python3.12, python3.13 and python3 is used.
# macOS needs only Python. On Debian and its derivatives, missing packages are installed if this user may do so: Python,
# its venv, the libraries of Qt, and a font. "bundle" adds objdump for PyInstaller, and the shared library of Python.
# Standard output is only the chosen Python.
set -eu

wanted=${1:-}
PATH="$PATH:/usr/sbin:/sbin" # ldconfig

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
    $as_root apt-get update -qq >&2
    # shellcheck disable=SC2086  # $as_root is two words or none
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

suits() {
    "$1" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' >/dev/null 2>&1
}

# Each candidate is run, because pyenv puts names on the path that do not work.
choose() {
    if [ -n "$wanted" ]; then set -- "$wanted"; else set -- python3.11 python3.12 python3.13 python3; fi
    for candidate in "$@"; do
        if suits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

python=$(choose)
if [ "$(uname -s)" = Linux ] && command -v apt-get >/dev/null 2>&1; then
    missing=
    if [ -n "$python" ]; then
        "$python" -c "import venv, ensurepip" 2>/dev/null ||
            missing=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    elif [ -z "$wanted" ]; then
        missing="python3 python3-venv"
    fi
    for pair in libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3 \
        libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0 libxcb-cursor.so.0:libxcb-cursor0 \
        libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1; do
        ldconfig -p | grep -q "${pair%%:*}" || missing="$missing ${pair#*:}"
    done
    [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing="$missing fonts-dejavu-core"
    if [ "${2:-}" = bundle ] && [ -n "$python" ]; then
        command -v objdump >/dev/null 2>&1 || missing="$missing binutils"
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        folder=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("LIBDIR"))')
        [ -e "$folder/libpython$version.so.1.0" ] || ldconfig -p | grep -q "libpython$version.so.1.0" ||
            missing="$missing libpython$version"
    fi
    # shellcheck disable=SC2086  # a list of packages
    [ -z "$missing" ] || install $missing
    [ -n "$python" ] || python=$(choose)
fi

if [ -z "$python" ]; then
    found=${wanted:-python3}
    command -v "$found" >/dev/null 2>&1 || fail "Python 3.10 to 3.13 is needed, and there is no $found; install it and try again."
    fail "Python 3.10 to 3.13 is needed, and $found is $("$found" --version 2>&1 | head -n 1)."
fi
echo "$python"
