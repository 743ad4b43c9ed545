#!/usr/bin/env bash
# Measures the ways to deploy the network of the sample Digits: size on disk, start to first score, time per score. Publishes a program for each, and
# writes a table to the standard output and, with --save, to benchmarks/results. Needs Linux, Python 3, and clang or gcc. See docs/deployment.md.
# Usage: benchmarks/Deployment/run.sh [--save]
set -euo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
folder=${TMPDIR:-/tmp}/deployment-$(id -u)
mkdir -p "$folder"
rid=linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')

publish() { # NAME PROJECT OPTIONS...
    local name=$1 project=$2
    shift 2
    dotnet publish "$project" -c Release -r "$rid" -o "$folder/$name" -v q -nologo "$@" >&2
}

publish digits samples/Digits --self-contained false
publish export benchmarks/Deployment/Export --self-contained false
publish zip benchmarks/Deployment/Zip --self-contained false
publish onnx benchmarks/Deployment/Onnx --self-contained false
publish service benchmarks/Deployment/Service --self-contained false
publish engine samples/AotScoring --self-contained false -p:PublishAot=false
publish aot samples/AotScoring
# These instructions are those of x64.
if [ "$rid" = linux-x64 ]; then publish aot-v3 samples/AotScoring -p:IlcInstructionSet=x86-64-v3; fi

"$folder/digits/Digits" --data data/mnist --epochs 5 --save "$folder/digits.zip" >&2
"$folder/export/Deployment.Export" "$folder/digits.zip" "$folder/digits.safetensors" "$folder/digits.onnx"
gzip -dc data/mnist/t10k-images-idx3-ubyte.gz >"$folder/pictures"
exec python3 benchmarks/Deployment/measure.py "$folder" "$@"
