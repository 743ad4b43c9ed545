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
# The libtorch of both programs, 0.5 GB, is linked instead of copied where the file system can.
publish() {
    local project=$1
    shift
    dotnet publish "benchmarks/$project" -c Release -p:Torch=cpu --use-current-runtime --self-contained false -o "benchmarks/$project/bin/peers" \
        -p:CreateHardLinksForPublishFilesIfPossible=true -v quiet -nologo "$@" >&2
}
for project in MLNetDeep.Peers TorchSharpPeer; do
    publish "$project" -p:PublishReadyToRun=true || publish "$project"
done
exec /usr/bin/python3 benchmarks/peers/run.py "$@"
