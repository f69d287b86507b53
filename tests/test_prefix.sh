#!/bin/bash
# Tests of tools/prefix: install, exact undo, refusals, status. Most prefixes here are made by hand
# from Wine's own DLLs, because a real one takes Wine twenty seconds.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

tool=tools/prefix
scratch=$(mktemp -d)
trap clean_up EXIT
export WINEDEBUG=-all
unset WINEPREFIX WINEDLLPATH
failed=0

clean_up()
{
    WINEPREFIX=$scratch/p wineserver -k 2>/dev/null
    forget_server
    rm -rf "$scratch"
}

# Debian's Wine makes a directory in /tmp for each prefix and leaves it there.
forget_server()
{
    local name
    name=$(cat "$scratch/p/wineserver" 2>/dev/null)
    case $name in wine-??????) rm -rf "/tmp/$name" ;; esac
}

# check DESCRIPTION COMMAND...: the command succeeds
check()
{
    local description=$1
    shift
    if "$@" >"$scratch/output" 2>&1; then echo "ok - $description"; return; fi
    echo "not ok - $description"
    sed 's/^/# /' "$scratch/output"
    failed=1
}

# refused DESCRIPTION PATTERN COMMAND...: status 1, the pattern on standard error, the prefix as it was
refused()
{
    local description=$1 pattern=$2
    shift 2
    snapshot "$scratch/p" >"$scratch/before"
    check "$description: refused" fails_with 1 "$pattern" "$@"
    check "$description: nothing changed" same_tree "$scratch/before"
}

fails_with()
{
    local expected=$1 pattern=$2 status=0
    shift 2
    "$@" >"$scratch/said" 2>&1 || status=$?
    cat "$scratch/said"
    [ $status = "$expected" ] && grep -qE "$pattern" "$scratch/said"
}

# Everything of every file, and what can be kept of directories.
snapshot()
{
    ( cd "$1" && find . -type d -printf '%p %y %m %u\n' -o -printf '%p %y %m %u %s %T@ %n %l\n' | sort
      find "$1" -type f -print0 | sort -z | xargs -0 sha256sum )
}

same_tree() { snapshot "$scratch/p" | diff "$1" -; }

wine_dll() { compgen -G "/usr/lib*/*/wine/$1-windows/ncrypt.dll" || compgen -G "/usr/lib*/wine/$1-windows/ncrypt.dll"; }

# fake_prefix win64|win32
fake_prefix()
{
    local p=$scratch/p windows=$scratch/p/drive_c/windows
    forget_server
    rm -rf "$p"
    mkdir -p "$windows/system32" "$p/dosdevices"
    ln -s ../drive_c "$p/dosdevices/c:"
    printf 'WINE REGISTRY Version 2\n;; All keys relative to \\\\Machine\n\n#arch=%s\n' "$1" >"$p/system.reg"
    printf 'WINE REGISTRY Version 2\n' >"$p/user.reg"
    if [ "$1" = win64 ]; then
        mkdir "$windows/syswow64"
        cp "$wine64" "$windows/system32/ncrypt.dll"
        cp "$wine32" "$windows/syswow64/ncrypt.dll"
    else
        cp "$wine32" "$windows/system32/ncrypt.dll"
    fi
    chmod 640 "$windows/system32/ncrypt.dll"
    touch -d '2020-02-02 02:02:02.123456789' "$windows/system32/ncrypt.dll"
}

same_file() { cmp "$scratch/p/drive_c/windows/$1" "$2"; }

wine64=$(wine_dll x86_64 | head -n 1)
wine32=$(wine_dll i386 | head -n 1)
if [ -z "$wine64" ] || [ -z "$wine32" ]; then echo "skip - Wine's own DLLs are not found"; exit 0; fi

# --- the normal way -------------------------------------------------------------------------------

install=("$tool" install --prefix "$scratch/p")
uninstall=("$tool" uninstall --prefix "$scratch/p")
status=("$tool" status --prefix "$scratch/p")

fake_prefix win64
snapshot "$scratch/p" >"$scratch/original"
check "status of a plain prefix is 1" fails_with 1 "Wine's own" "${status[@]}"
check "install" "${install[@]}"
check "the 64-bit ncrypt.dll is in system32" same_file system32/ncrypt.dll build/x86_64-windows/ncrypt.dll
check "the 32-bit ncrypt.dll is in syswow64" same_file syswow64/ncrypt.dll build/i386-windows/ncrypt.dll
check "the 64-bit ncryptprov.dll is in system32" same_file system32/ncryptprov.dll build/x86_64-windows/ncryptprov.dll
check "the 32-bit ncryptprov.dll is in syswow64" same_file syswow64/ncryptprov.dll build/i386-windows/ncryptprov.dll

snapshot "$scratch/p" >"$scratch/installed"
check "install again" "${install[@]}"
check "the second install changes nothing" same_tree "$scratch/installed"

check "status without a Unix side is 2 and says what to do" fails_with 2 "WINEDLLPATH=$PWD/build" "${status[@]}"
WINEDLLPATH=/nowhere:$PWD/build check "status with WINEDLLPATH is 0" fails_with 0 'through WINEDLLPATH' "${status[@]}"
check "status names the version" fails_with 2 'ours, version [0-9]+\.[0-9]+' "${status[@]}"
printf '\n[Software\\\\Wine\\\\DllOverrides] 1\n"*ncrypt"="builtin"\n' >>"$scratch/p/user.reg"
check "status shows an override" fails_with 2 'override.*"\*ncrypt"="builtin"' "${status[@]}"
printf 'WINE REGISTRY Version 2\n' >"$scratch/p/user.reg"
touch -d "@$(sed -n 's/^\.\/user\.reg f [0-9]* [^ ]* [0-9]* \([0-9.]*\) .*/\1/p' "$scratch/original")" "$scratch/p/user.reg"

check "uninstall" "${uninstall[@]}"
check "install and uninstall leave the tree as it was" same_tree "$scratch/original"
check "uninstall again is no error" "${uninstall[@]}"
check "and changes nothing" same_tree "$scratch/original"

# --- architectures --------------------------------------------------------------------------------

check "install --arch i386" "${install[@]}" --arch i386
check "the 64-bit side is still Wine's" same_file system32/ncrypt.dll "$wine64"
check "the 32-bit side is ours" same_file syswow64/ncrypt.dll build/i386-windows/ncrypt.dll
check "install the rest" "${install[@]}"
check "uninstall --arch x86_64" "${uninstall[@]}" --arch x86_64
check "the 64-bit side is Wine's again" same_file system32/ncrypt.dll "$wine64"
check "the 32-bit side is still ours" same_file syswow64/ncrypt.dll build/i386-windows/ncrypt.dll
check "uninstall the rest" "${uninstall[@]}"
check "parts leave the tree as it was too" same_tree "$scratch/original"

fake_prefix win32
snapshot "$scratch/p" >"$scratch/original"
check "install in a 32-bit prefix" "${install[@]}"
check "its system32 has the 32-bit ncrypt.dll" same_file system32/ncrypt.dll build/i386-windows/ncrypt.dll
check "it gets no syswow64" test ! -e "$scratch/p/drive_c/windows/syswow64"
check "uninstall from it" "${uninstall[@]}"
check "it is as it was" same_tree "$scratch/original"
refused "--arch x86_64 in a 32-bit prefix" 'no system directory' "${install[@]}" --arch x86_64

# --- other states of the prefix -------------------------------------------------------------------

fake_prefix win64
rm "$scratch/p/drive_c/windows/syswow64/ncrypt.dll"
cp "$wine64" "$scratch/target"
ln -sf "$scratch/target" "$scratch/p/drive_c/windows/system32/ncrypt.dll"
snapshot "$scratch/p" >"$scratch/original"
check "install over a symbolic link and over nothing" "${install[@]}"
check "the link's target is untouched" cmp "$scratch/target" "$wine64"
check "uninstall" "${uninstall[@]}"
check "the link is back, nothing is nothing again" same_tree "$scratch/original"

fake_prefix win64
snapshot "$scratch/p" >"$scratch/original"
"${install[@]}" --quiet
{ cat build/x86_64-windows/ncrypt.dll; printf 'older'; } >"$scratch/p/drive_c/windows/system32/ncrypt.dll"
check "status tells another build" fails_with 2 'another build' "${status[@]}"
check "install over an older one of ours" "${install[@]}"
check "updates it" same_file system32/ncrypt.dll build/x86_64-windows/ncrypt.dll
check "uninstall after an update" "${uninstall[@]}"
check "brings Wine's back" same_tree "$scratch/original"

"${install[@]}" --quiet
cp -p "$wine64" "$scratch/p/drive_c/windows/system32/ncrypt.dll"
check "uninstall where somebody put Wine's back" "${uninstall[@]}"
check "keeps that one" same_file system32/ncrypt.dll "$wine64"
check "and leaves nothing of ours" test ! -e "$scratch/p/.ncrypt-wine" -a ! -e "$scratch/p/drive_c/windows/system32/ncryptprov.dll"

fake_prefix win64
cp build/x86_64-windows/ncrypt.dll "$scratch/p/drive_c/windows/system32/"
check "install where ours was copied by hand" "${install[@]}"
check "uninstall there" "${uninstall[@]}"
check "gives Wine's own" same_file system32/ncrypt.dll "$wine64"

# --- refusals -------------------------------------------------------------------------------------

check "a directory that is not there" fails_with 1 'make a prefix first' "$tool" install --prefix "$scratch/none"
check "is not made" test ! -e "$scratch/none"
mkdir "$scratch/empty"
check "a directory that is no prefix" fails_with 1 'not a Wine prefix' "$tool" install --prefix "$scratch/empty"
check "stays empty" rmdir "$scratch/empty"
check "an unknown option" fails_with 64 'unknown argument' "${install[@]}" --frobnicate
check "an unknown command" fails_with 64 'install' "$tool" frobnicate

fake_prefix win64
echo "MZ a vendor's own" >"$scratch/p/drive_c/windows/syswow64/ncrypt.dll"
refused "an unknown ncrypt.dll" 'neither Wine.s nor ours' "${install[@]}"
fake_prefix win64
echo "MZ a vendor's own" >"$scratch/p/drive_c/windows/system32/ncryptprov.dll"
refused "an unknown ncryptprov.dll" 'neither Wine.s nor ours' "${install[@]}"

fake_prefix win64
"${install[@]}" --quiet
echo damaged >"$scratch/p/.ncrypt-wine/syswow64/ncrypt.dll"
refused "uninstall with a damaged backup" 'missing or damaged' "${uninstall[@]}"
fake_prefix win64
"${install[@]}" --quiet
echo "MZ a vendor's own" >"$scratch/p/drive_c/windows/system32/ncrypt.dll"
refused "uninstall of a file that is not ours any more" 'not ours any more' "${uninstall[@]}"

fake_prefix win64
exec 5<"$scratch/p"
flock -s 5
refused "a prefix that make run holds" 'in use' "${install[@]}"
exec 5<&-

WINEPREFIX=$scratch/p wineserver -p
refused "a prefix with a running wineserver" 'Wine is running' "${install[@]}"
check "--busy-ok installs all the same" "${install[@]}" --busy-ok
WINEPREFIX=$scratch/p wineserver -k
WINEPREFIX=$scratch/p wineserver -w
check "when the server has ended all is well" "${uninstall[@]}"

# --- installed by make install --------------------------------------------------------------------

check "make install DESTDIR" make -s -f mk/main.mk install DESTDIR="$scratch/stage"
script=$scratch/stage/usr/bin/ncrypt-wine-prefix
check "the Unix side lies in Wine's directory" compgen -G "$scratch/stage/usr/lib*/*/wine/x86_64-unix/ncryptprov.so"
fake_prefix win64
snapshot "$scratch/p" >"$scratch/original"
check "the installed script installs" "$script" install --prefix "$scratch/p"
check "the same files" same_file syswow64/ncrypt.dll build/i386-windows/ncrypt.dll
check "the installed script uninstalls" "$script" uninstall --prefix "$scratch/p"
check "exactly" same_tree "$scratch/original"
check "make uninstall DESTDIR" make -s -f mk/main.mk uninstall DESTDIR="$scratch/stage"
check "leaves no file" test -z "$(find "$scratch/stage" -type f)"

# --- a real prefix --------------------------------------------------------------------------------

if [ -f build/prefix-template/system.reg ]; then
    forget_server
    rm -rf "$scratch/p"
    # hard links of the system files: they are only replaced, never written
    mkdir -p "$scratch/p/drive_c/windows"
    cp -a build/prefix-template/{dosdevices,*.reg,.update-timestamp} "$scratch/p/"
    cp -al build/prefix-template/drive_c/windows/{system32,syswow64} "$scratch/p/drive_c/windows/" 2>/dev/null ||
        cp -a build/prefix-template/drive_c/windows/{system32,syswow64} "$scratch/p/drive_c/windows/"
    system_files()
    {
        cd "$scratch/p/drive_c/windows" &&
            find system32 syswow64 -name 'ncrypt*' -printf '%p %m %s %T@\n' -exec sha256sum {} + | sort
    }
    ( system_files ) >"$scratch/original"
    check "install in a real prefix" "${install[@]}"
    export WINEDLLPATH=$PWD/build
    check "verify reaches the Unix side, both architectures" "$tool" verify --prefix "$scratch/p"
    check "wineboot -u" env WINEPREFIX="$scratch/p" wineboot -u
    WINEPREFIX=$scratch/p wineserver -k
    WINEPREFIX=$scratch/p wineserver -w
    check "leaves ours in place" same_file system32/ncrypt.dll build/x86_64-windows/ncrypt.dll
    check "uninstall" "${uninstall[@]}"
    check "Wine's files are back" diff "$scratch/original" <( ( system_files ) )
else
    echo "skip - a real prefix: build/prefix-template is not made"
fi

exit $failed
