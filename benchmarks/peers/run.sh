#!/usr/bin/env bash
# Measures MLNetDeep and its peers in turn, prints the comparison and writes it to benchmarks/results:
#   bash benchmarks/peers/run.sh [--only NAME] [--json FILE]
# Missing Debian packages of the peers are installed.
set -euo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

for argument in "$@"; do
    case "$argument" in
        -h | --help) exec /usr/bin/python3 benchmarks/peers/run.py --help ;;
    esac
done

missing=()
for package in python3-numpy python3-torch python3-sklearn libopenblas0-pthread; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing ${missing[*]}." >&2
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq "${missing[@]}" >&2
fi

# Compiled ahead of time if possible, because some workloads are whole processes; otherwise without.
publish() {
    dotnet publish benchmarks/MLNetDeep.Peers -c Release --use-current-runtime --self-contained false -o benchmarks/MLNetDeep.Peers/bin/peers \
        -v quiet -nologo "$@" >&2
}
publish -p:PublishReadyToRun=true || publish
exec /usr/bin/python3 benchmarks/peers/run.py "$@"
