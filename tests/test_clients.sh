#!/bin/bash
# Tests of what "make check-clients" leans on, without a network: tests/clients/fetch with an npm of ours
# that gives out what it is told to, the list of packages, and README's table of programs.

set -u
export LC_ALL=C.UTF-8

root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd)
failed=0
scratch=$(mktemp -d) || exit 1
trap 'cd / && rm -rf -- "$scratch"' EXIT
trap 'exit 130' INT TERM
cd -- "$scratch" || exit 1

ok() { echo "ok - $1"; }
not_ok() { echo "not ok - $1"; sed 's/^/    /' output 2>/dev/null; failed=1; }
check() { local what=$1; shift; if "$@"; then ok "$what"; else not_ok "$what"; fi; }
not() { ! "$@"; }

# --- fetch: in a directory of its own, with a list of its own ---------------------------------------

mkdir -p bin tool cache package/bin
cp -- "$root/tests/clients/fetch" tool/
export NCRYPT_CLIENTS=$scratch/cache PATH=$scratch/bin:$PATH SCRATCH=$scratch

# npm pack NAME@VERSION --pack-destination DIR ...: leaves a note that it was called
cat >bin/npm <<'NPM'
#!/bin/bash
echo "$*" >>"$SCRATCH/npm.calls"
[ -f "$SCRATCH/served.tgz" ] || { echo "npm error 404" >&2; exit 1; }
while [ "$1" != --pack-destination ]; do shift; done
sleep "${NPM_DELAY:-0}"
cp -- "$SCRATCH/served.tgz" "$2/x.tgz"
NPM
chmod +x bin/npm

echo "a program" >package/bin/x.exe
echo '{"name":"@scope/x"}' >package/package.json
tar -czf right.tgz package
echo "another program" >package/bin/x.exe
tar -czf wrong.tgz package
integrity=sha512-$(openssl dgst -sha512 -binary right.tgz | base64 -w0)
printf '# a comment\n@scope/x 1.2.3 %s\nshort 1 sha1-abc\n' "$integrity" >tool/packages
entry=cache/scope-x-1.2.3

calls() { grep -c . npm.calls; }
fetches()
{
    tool/fetch @scope/x >place 2>output && [ "$(cat place)" = "$scratch/$entry" ] &&
        grep -qx "a program" "$entry/bin/x.exe"
}
nothing_left() { [ -z "$(find cache -mindepth 1 ! -name lock | head -n 1)" ]; }
to_place() { "$@" >place 2>output; }
fetches_after() { [ "$(calls)" = "$1" ] && fetches && [ "$(calls)" = "$2" ]; }

cp wrong.tgz served.tgz
check "fetch: a file with another hash is refused" not fetches
check "fetch: it says so" grep -q 'is not the file that tests/clients/packages names' output
check "fetch: and is not unpacked" nothing_left
rm served.tgz
check "fetch: npm's failure is a failure" not fetches
check "fetch: with npm's message" grep -q 'npm error 404' output
check "fetch: nothing half made is left" nothing_left
cp right.tgz served.tgz
check "fetch: a package" fetches_after 2 3
check "fetch: the second time without npm" fetches_after 3 3
echo "changed" >"$entry/bin/x.exe"
check "fetch: a changed file: made anew" fetches_after 3 4
rm "$entry/package.json"
check "fetch: a missing file: made anew" fetches_after 4 5
echo >"$entry/more"
check "fetch: a file too many: made anew" fetches_after 5 6
rm "$entry.files"
check "fetch: half made: made anew" fetches_after 6 7
mkdir cache/making.killed
check "fetch: after one that was killed" fetches_after 7 7
rm -r "$entry"
NPM_DELAY=1 tool/fetch @scope/x >first 2>&1 &
NPM_DELAY=1 tool/fetch @scope/x >second 2>&1
wait
check "fetch: two at once fetch once" fetches_after 8 8
check "fetch: remains of the killed one are gone" not test -e cache/making.killed
check "fetch: an unknown name" not to_place tool/fetch nonsense
check "fetch: a weak hash" not to_place tool/fetch short

# without an npm: Debian's package, but only of the machine itself
mkdir without
ln -s -t without /usr/bin/* && rm -f without/npm without/apt-get
mv bin/npm npm.package
cat >bin/apt-get <<'APT'
#!/bin/sh
echo "$*" >>"$SCRATCH/apt.calls"
cp -- "$SCRATCH/npm.package" "$SCRATCH/bin/npm"
APT
chmod +x bin/apt-get
without_npm() { rm -r "$entry"; PATH=$scratch/bin:$scratch/without "$@"; }
check "fetch: in the environment, without npm" \
    not to_place without_npm env NCRYPT_ENV_INSIDE=namespace tool/fetch @scope/x
check "fetch: it says what to do" grep -qF 'outside of it run: tests/clients/fetch @scope/x' output
mkdir -p "$entry"
if [ "$(id -u)" = 0 ]
then
    check "fetch: on the machine, without npm" \
        to_place without_npm env -u NCRYPT_ENV_INSIDE tool/fetch @scope/x
    check "fetch: it installs the package" grep -qxE 'install .* npm' apt.calls
else
    check "fetch: on the machine, without npm and not as root" \
        not to_place without_npm env -u NCRYPT_ENV_INSIDE tool/fetch @scope/x
fi
[ -f bin/npm ] || mv npm.package bin/npm
to_place tool/fetch @scope/x

printf '#!/bin/sh\n# packages: @scope/x\n' >tool/client_a
printf '#!/bin/sh\n# packages: nonsense\n' >tool/client_b
chmod +x tool/client_a tool/client_b
check "fetch: what a client wants" to_place tool/fetch --for 'a*'
check "fetch: its directory" grep -qx "$scratch/$entry" place

# --- the lists ----------------------------------------------------------------------------------

cd -- "$root" || exit 1
sed 's/#.*//; /^ *$/d' tests/clients/packages >"$scratch/packages"
form='^@?[a-z0-9./-]+ +[0-9.]+ +sha512-[A-Za-z0-9+/]{86}==$'
check "packages: name, version, SHA-512 each" not grep -qvE "$form" "$scratch/packages"

for name in $(sed -n 's/^# packages: *//p' tests/clients/client_*)
do
    check "packages: $name is there" grep -qF -- "$name " "$scratch/packages"
done

# Every row of README's table is one that a client prints. That it has all of them, and the results,
# is checked where they are printed: by "make check-clients".
printed()
{
    local part
    # a client may put several things into one row
    while read -r part
    do
        grep -rqF -- "$part" tests/clients || return 1
    done < <(sed 's/; /\n/g' <<<"$1")
}

rows=0
while IFS='|' read -r _ program version action _
do
    read -r program <<<"$program"
    read -r version <<<"$version"
    read -r action <<<"$action"
    [ "$program" != program ] && [ "$program" != --- ] || continue
    rows=$((rows + 1))
    check "README: $program $version: $action" printed "$action"
done < <(sed -n '/^## Programs seen to work$/,/^## Troubleshooting$/p' README.md | grep '^|')
check "README: has a table of programs" [ $rows -gt 0 ]

exit $failed
