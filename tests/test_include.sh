#!/bin/bash
# Checks include/: every constant, structure and offset of tests/data, each
# header alone and all of them in any order, in C and C++, for both
# architectures and, where Wine's headers are installed, for the host.
#
# usage: tests/test_include.sh
# WINE_HEADERS=DIR names the directory of Wine's windows.h if it is elsewhere.

cd "$(dirname "$0")/.." || exit 1

headers="bcrypt_ext bcrypt_provider ncrypt_ext ncrypt_provider ncryptprotect sslprovider"
warnings="-Wall -Wextra -Werror -pedantic"
failed=0

scratch=$(mktemp -d) || exit 1
if [ -z "$WINEPREFIX" ]
then
    export WINEPREFIX=$scratch/prefix
    trap 'wineserver -k 2>/dev/null; wineserver -w 2>/dev/null; rm -rf "$scratch"' EXIT
else
    trap 'rm -rf "$scratch"' EXIT
fi
export WINEDEBUG=${WINEDEBUG:--all}

# check DESCRIPTION COMMAND...
check()
{
    local description=$1
    shift
    if "$@" >"$scratch/output" 2>&1
    then
        echo "ok - $description"
    else
        echo "not ok - $description"
        sed 's/^/# /' "$scratch/output" | head -n 40
        failed=1
    fi
}

# compile_all NAME COMPILER...: the checks that only compile
compile_all()
{
    local name=$1 header
    shift
    check "$name: constants, structures, offsets" "$@" -fsyntax-only "$scratch/headers.c"
    for header in $headers
    do
        printf '#include <%s.h>\nextern int not_empty;\n' "$header" >"$scratch/alone.c"
        check "$name: $header.h alone" "$@" -fsyntax-only "$scratch/alone.c"
    done
}

check "program made from tests/data" sh -c "tests/tools/headers2c tests/data >'$scratch/headers.c'"

for triplet in x86_64-w64-mingw32 i686-w64-mingw32
do
    cc=$triplet-gcc
    if ! command -v $cc >/dev/null
    then
        echo "skip - $triplet: $cc is not installed"
        continue
    fi
    compile_all "$triplet" $cc -x c -std=c11 $warnings -Iinclude
    for source in before after status provider
    do
        check "$triplet: tests/include/$source.c" $cc -std=c11 $warnings -Iinclude -fsyntax-only tests/include/$source.c
    done
    for option in -D_WIN32_WINNT=0x0600 -D_WIN32_WINNT=0x0601 -DWIN32_LEAN_AND_MEAN -DUNICODE
    do
        check "$triplet: with $option" $cc -x c -std=c11 $warnings -Iinclude $option -fsyntax-only "$scratch/headers.c"
    done

    if command -v $triplet-g++ >/dev/null
    then
        compile_all "$triplet, C++" $triplet-g++ -x c++ -std=c++11 $warnings -Iinclude
    elif command -v clang >/dev/null
    then
        compile_all "$triplet, C++ of clang" clang --target=${triplet/w64-mingw32/w64-windows-gnu} \
                    -x c++ -std=c++11 $warnings -Iinclude
    else
        echo "skip - $triplet, C++: neither $triplet-g++ nor clang is installed"
    fi

    if command -v wine >/dev/null
    then
        check "$triplet: link" $cc -std=c11 $warnings -Iinclude "$scratch/headers.c" -o "$scratch/$triplet.exe"
        check "$triplet: strings, versions, pseudo handles" wine "$scratch/$triplet.exe"
    else
        echo "skip - $triplet: strings, versions, pseudo handles: wine is not installed"
    fi
done

for directory in "$WINE_HEADERS" /usr/include/wine/wine/windows /usr/include/wine/windows
do
    if [ -n "$directory" ] && [ -f "$directory/windows.h" ]; then break; fi
    directory=
done
if [ -z "$directory" ]
then
    echo "skip - host with Wine's headers: libwine-dev is not installed"
elif ! command -v gcc >/dev/null
then
    echo "skip - host with Wine's headers: gcc is not installed"
else
    host="gcc -x c -std=gnu11 $warnings -isystem $directory -Iinclude"
    compile_all "host with Wine's headers" $host -fshort-wchar
    check "host with Wine's headers: link" $host -fshort-wchar "$scratch/headers.c" -o "$scratch/host"
    check "host with Wine's headers: strings, versions, pseudo handles" "$scratch/host"
fi

exit $failed
