# Sourced by client_dotnet. strong_names PROGRAM VERSION: "csc -keyfile" signs assemblies; what comes out has
# the same bytes with our ncrypt.dll and with Wine's own.

# The file that sn.exe would make: CryptoAPI's private key blob, its algorithm that for signatures
key_file()
{
    openssl genpkey -quiet -algorithm RSA -pkeyopt "rsa_keygen_bits:$2" -out "$1.pem"
    openssl rsa -in "$1.pem" -outform MSBLOB -out "$1" 2>/dev/null
    printf '\x24' | dd of="$1" bs=1 seek=5 conv=notrunc status=none
}

strong_names()
{
    local size row="$1 $2: csc -keyfile signs assemblies; same bytes as with Wine's builtin ncrypt.dll"
    mkdir -p strongname
    cd strongname
    echo 'public static class Library { public static int Answer() { return 42; } }' >library.cs
    references "$shared" >references.rsp
    csc @references.rsp -target:library -out:library.dll library.cs
    mv library.dll unsigned.dll
    for size in 1024 2048 4096; do
        key_file "$size.snk" "$size"
        csc @references.rsp -target:library -keyfile:"$size.snk" -out:library.dll library.cs
        mv library.dll "ours-$size.dll"
        WINEDLLOVERRIDES="${WINEDLLOVERRIDES:-};ncrypt=b" \
            csc @references.rsp -target:library -keyfile:"$size.snk" -out:library.dll library.cs
        mv library.dll "wine-$size.dll"
        if cmp -s unsigned.dll "ours-$size.dll" || ! cmp "ours-$size.dll" "wine-$size.dll"; then
            echo "FAIL $row # a key of $size bits"
            return
        fi
    done
    echo "ok $row"
    cd ..
}
