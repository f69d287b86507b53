#!/bin/bash
# Tests of make run, tools/run and tools/env, as a user of the host calls them: exit status, input and
# output, odd paths and arguments, and that nothing stays running or mounted, however a run ends.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
repo=$PWD

# make check runs inside the environment. These commands belong to the host, which lies at /host
# where the environment is a root file system. (A new /proc, because the host's counts otherwise.)
if [ "${NCRYPT_ENV_INSIDE:-}" = namespace ] && [ -d /host/proc ]; then
    exec unshare --mount --propagation private chroot /host \
        /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$HOME" \
        ${NCRYPT_CACHE:+NCRYPT_CACHE="$NCRYPT_CACHE"} \
        bash -c 'mount -t proc proc /proc && exec "$0"' "$repo/tests/test_run.sh"
fi
for name in NCRYPT_ENV_INSIDE WINEPREFIX WINEDLLPATH WINEDEBUG MAKEFLAGS MAKELEVEL V; do unset "$name"; done
unset "${!NCRYPT_RUN@}"

scratch=$(mktemp -d)
places=("$scratch" "$(mktemp -d /var/tmp/ncrypt.XXXXXX)")
if [ -w "$HOME" ]; then places+=("$(mktemp -d "$HOME/ncrypt.XXXXXX")"); fi
if [ -w /usr/share ]; then places+=("$(mktemp -d /usr/share/ncrypt.XXXXXX)"); fi
trap 'rm -rf "${places[@]}"' EXIT
failed=0

result() { if [ "$1" = 0 ]; then echo "ok - $2"; else echo "not ok - $2"; failed=1; show; fi; }
show() { for file in out err; do [ ! -s "$scratch/$file" ] || sed "s/^/# $file: /" "$scratch/$file" | head -n 20; done; }

# run STATUS DESCRIPTION COMMAND...: its output in $scratch/out and err, and its exit status as expected
run()
{
    local expected=$1 description=$2 status=0
    shift 2
    "$@" >"$scratch/out" 2>"$scratch/err" || status=$?
    [ $status = "$expected" ]
    result $? "$description: exit status $status, expected $expected"
}

# output DESCRIPTION TEXT: what the last run printed, Windows line ends or not
output()
{
    [ "$(tr -d '\r' <"$scratch/out")" = "$2" ]
    result $? "$1: output"
}

quiet() { [ ! -s "$scratch/err" ]; result $? "$1: nothing on standard error"; }
says() { grep -qE "$2" "$scratch/err"; result $? "$1: says why"; }

# --- a program to run -------------------------------------------------------------------------------

cat >"$scratch/probe.c" <<'EOF'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

int main(int argc, char **argv)
{
    const char *command = argc > 1 ? argv[1] : "";

    if (!strcmp(command, "exit"))
        return atoi(argv[2]);
    if (!strcmp(command, "args"))
        for (int i = 2; i < argc; i++)
            printf("[%s]\n", argv[i]);
    if (!strcmp(command, "cat"))
        for (int c; (c = getchar()) != EOF;)
            putchar(c);
    if (!strcmp(command, "cwd"))
    {
        char directory[MAX_PATH];

        GetCurrentDirectoryA(sizeof(directory), directory);
        puts(directory);
    }
    if (!strcmp(command, "both"))
    {
        puts("to output");
        fputs("to error\n", stderr);
    }
    if (!strcmp(command, "dll"))
    {
        char path[MAX_PATH] = "none";

        GetModuleFileNameA(LoadLibraryA("ncrypt.dll"), path, sizeof(path));
        printf("%d %s\n", (int)sizeof(void *) * 8, path);
    }
    if (!strcmp(command, "sleep"))
    {
        puts("sleeping");
        fflush(stdout);
        Sleep(1000 * atoi(argv[2]));
    }
    return 0;
}
EOF
if ! tools/env setup >"$scratch/out" 2>"$scratch/err"; then
    result 1 "the environment can be made ready"
    exit 1
fi
for arch in x86_64:64 i686:32; do
    tools/env run "${arch%:*}-w64-mingw32-gcc" -O1 "$scratch/probe.c" -o "$scratch/probe${arch#*:}.exe" || exit 1
done
probe=$scratch/probe64.exe
# what is not up to date is built here, so that the runs below have nothing to say
make -s run EXE="$probe" ARGS="exit 0" >"$scratch/out" 2>"$scratch/err"
result $? "the first run"

# --- tools/env ------------------------------------------------------------------------------------

run 0 "tools/env setup, again" tools/env setup
quiet "tools/env setup, again"
run 37 "tools/env run keeps the status" tools/env run sh -c 'exit 37'
run 0 "tools/env run keeps the directory" tools/env run pwd
output "tools/env run keeps the directory" "$repo"
run 0 "tools/env run takes --" tools/env run -- sh -c 'echo "$NCRYPT_ENV_INSIDE" | grep -c .'
output "inside is told so" 1
run 3 "a run within a run" tools/env run tools/env run sh -c 'exit 3'
run 0 "variables that are passed on" env V=1 WINEDEBUG=+x NCRYPT_X=y NCRYPT_ENV_PASS="FOO" FOO=bar BAR=no \
    tools/env run sh -c 'echo $V $WINEDEBUG $NCRYPT_X $FOO $BAR'
output "variables that are passed on" "1 +x y bar"
run 0 "this directory is the host's" tools/env run test -e "$scratch/probe.c"
run 127 "a command that is not there" tools/env run no-such-command

# --- make run -------------------------------------------------------------------------------------

for status in 0 1 2 37 130 255; do run $status "make run" make run EXE="$probe" ARGS="exit $status"; done
quiet "make run with a failing program"
run 37 "tools/run" tools/run "$probe" exit 37
run 37 "make run, 32-bit" make run EXE="$scratch/probe32.exe" ARGS="exit 37" ARCH=i386

run 0 "output and error" make run EXE="$probe" ARGS=both
output "output and error" "to output"
[ "$(tr -d '\r' <"$scratch/err")" = "to error" ]
result $? "standard error is the program's alone"

printf 'one\ntwo\n' >"$scratch/in"
run 0 "standard input" make run EXE="$probe" ARGS=cat <"$scratch/in"
output "standard input" $'one\ntwo'

run 0 "arguments" make run EXE="$probe" ARGS="args a 'b c' \"d e\" \\\"q\\\" it\"'\"s C:\\dir\\file \"C:\\dir\\\\\" '' * \$\$HOME \$x"
output "arguments" $'[a]\n[b c]\n[d e]\n["q"]\n[it\'s]\n[C:\\dir\\file]\n[C:\\dir\\]\n[]\n[*]\n[$$HOME]\n[$x]'
run 0 "arguments of tools/run" tools/run "$probe" args 'a b' '' 'c"d' "e'f" 'g\' '$h' '*'
output "arguments of tools/run" $'[a b]\n[]\n[c"d]\n[e\'f]\n[g\\]\n[$h]\n[*]'
run 125 "an open quote" make run EXE="$probe" ARGS="args 'a"
says "an open quote" 'not closed'

run 0 "the 64-bit DLL" make run EXE="$probe" ARGS=dll
output "the 64-bit DLL" '64 C:\windows\system32\ncrypt.dll'
run 0 "the 32-bit DLL" make run EXE="$scratch/probe32.exe" ARGS=dll
output "the 32-bit DLL" '32 C:\windows\system32\ncrypt.dll'
cmp -s build/prefix/drive_c/windows/syswow64/ncrypt.dll build/i386-windows/ncrypt.dll
result $? "which is ours"

run 0 "WINEDEBUG is the user's" env WINEDEBUG=+loaddll make run EXE="$probe" ARGS="exit 0"
says "WINEDEBUG is the user's" 'loaddll'

# --- places ---------------------------------------------------------------------------------------

for place in "${places[@]}"; do
    program="$place/it's \"my\" \$program (ü).exe"
    cp "$probe" "$program"
    run 5 "a program in ${place%.*}" make run EXE="$program" ARGS="exit 5"
    quiet "a program in ${place%.*}"
done
cd "$scratch" || exit 1
run 0 "make -C, a relative path" make -s -C "$repo" run EXE=probe64.exe ARGS=cwd
output "make -C: the directory is the caller's" "Z:${scratch//\//\\}"
run 0 "tools/run, a relative path" "$repo/tools/run" ./probe64.exe cwd
output "tools/run: the directory is the caller's" "Z:${scratch//\//\\}"
cd "$repo" || exit 1
run 0 "a stale PWD" env PWD=/ make run EXE="$probe" ARGS=cwd
output "a stale PWD" "Z:${repo//\//\\}"

# --- refusals -------------------------------------------------------------------------------------

run 127 "no program named" make run
says "no program named" 'EXE='
run 127 "no such file" make run EXE="$scratch/none.exe"
says "no such file" 'no file'
run 126 "a directory" make run EXE="$scratch"
run 126 "not a Windows program" make run EXE=/etc/passwd
says "not a Windows program" 'not a Windows program'
head -c 200 "$probe" >"$scratch/short.exe"
run 126 "a truncated program" make run EXE="$scratch/short.exe"
run 126 "the other architecture" make run EXE="$probe" ARCH=i386
says "the other architecture" 'x86_64, not for i386'

# --- ends -----------------------------------------------------------------------------------------

mounts() { cut -d' ' -f2 /proc/self/mounts | sort; }
# How many processes of the command under test there are. It is started with this mark, which tools/env
# passes on to everything inside.
mark=NCRYPT_TEST_MARK=${scratch##*/}
marked() { grep -lzx -- "$mark" /proc/[0-9]*/environ 2>/dev/null | wc -l; }

# nothing_left DESCRIPTION: within some seconds
nothing_left()
{
    for _ in {1..100}; do
        [ "$(marked)" != 0 ] || break
        sleep 0.1
    done
    [ "$(marked)" = 0 ]
    result $? "$1: nothing is left running"
    [ "$(mounts)" = "$mounts_before" ]
    result $? "$1: nothing is left mounted"
}
# ended_by SIGNAL COMMAND...: started, killed when the program is at work
ended_by()
{
    local signal=$1 pid
    shift
    mounts_before=$(mounts)
    : >"$scratch/out"
    # a new process of its own name, so that exactly it gets the signal
    ( exec env --default-signal=INT "$mark" "$@" ) </dev/null >"$scratch/out" 2>"$scratch/err" &
    pid=$!
    for _ in {1..150}; do
        ! grep -q sleeping "$scratch/out" || break
        sleep 0.1
    done
    grep -q sleeping "$scratch/out" && [ "$(marked)" -gt 3 ]
    result $? "$1 runs"
    kill -"$signal" $pid
    wait $pid 2>/dev/null
    nothing_left "$1 ended by SIG$signal"
}

ended_by TERM make run EXE="$probe" ARGS="sleep 60"
ended_by KILL make run EXE="$probe" ARGS="sleep 60"
ended_by TERM tools/run "$probe" sleep 60
ended_by INT tools/run "$probe" sleep 60
ended_by KILL tools/run "$probe" sleep 60

mounts_before=$(mounts)
run 124 "timeout make run" env "$mark" timeout 3 make run EXE="$probe" ARGS="sleep 60"
nothing_left "timeout make run"

# a program that leaves another one behind
mounts_before=$(mounts)
run 0 "cmd /c start" env "$mark" tools/env run wine cmd /c "start Z:${probe//\//\\} sleep 60"
nothing_left "a program left behind"

# two at once, in one prefix
tools/run "$probe" sleep 3 >"$scratch/first" 2>&1 &
first=$!
run 4 "a second run at the same time" tools/run "$probe" exit 4
wait $first
status=$?
cp "$scratch/first" "$scratch/out"
result $status "the first of two runs"

exit $failed
