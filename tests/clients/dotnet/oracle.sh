# Sourced by lib.sh. oracle FILE: runs the commands that a topic left for other programs to judge its files
# (Harness.cs, Oracle.Judge), and prints a row for each.

oracle()
{
    local name command output line
    local -a arguments
    [ -f "$1" ] || return 0
    while IFS= read -r line; do
        IFS=$'\t' read -r -a arguments <<<"$line"
        name=${arguments[0]} command=${arguments[1]}
        case $command in
            openssl|cmp) ;;
            *) echo "  FAIL - $name: no oracle is called $command"; continue ;;
        esac
        if output=$("$command" "${arguments[@]:2}" 2>&1 </dev/null); then
            echo "  ok - $name"
        else
            echo "  FAIL - $name: $command ${arguments[*]:2}: ${output//$'\n'/ }"
        fi
    done <"$1"
}
