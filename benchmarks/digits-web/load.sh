#!/usr/bin/env bash
# Measures POST /predict of samples/DigitsWeb: starts the server, sends ten MNIST digits over 16 connections with wrk, and prints requests per
# second, latencies, errors and the server's memory. The first run trains the model. Needs wrk and Linux.
# Usage: benchmarks/digits-web/load.sh [SECONDS]   30 by default.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-30}
port=${PORT:-7480}
url=http://127.0.0.1:$port
folder=${TMPDIR:-/tmp}/digits-web-load-$(id -u)
mkdir -p "$folder"

dotnet build -c Release samples/DigitsWeb -v q -nologo -clp:NoSummary
dotnet samples/DigitsWeb/bin/Release/net10.0/DigitsWeb.dll --urls "$url" --model "$folder/model.zip" --requests-per-second 0 >"$folder/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null || true' EXIT
until curl -sf "$url/healthz" >"$folder/health" 2>/dev/null; do
    kill -0 $server || { cat "$folder/server.log"; exit 1; }
    sleep 0.5
done

# The first ten test digits, each in a line of JSON.
od -An -v -tu1 -w784 -j16 -N7840 <(gzip -dc data/mnist/t10k-images-idx3-ubyte.gz) \
    | sed -E 's/^ +//; s/ +/,/g; s/.*/{"pixels":[&]}/' >"$folder/digits.json"

DIGITS=$folder/digits.json wrk --threads 2 --connections 16 --duration 3s --script benchmarks/digits-web/predict.lua "$url/predict" >/dev/null
DIGITS=$folder/digits.json wrk --threads 2 --connections 16 --duration "${seconds}s" --script benchmarks/digits-web/predict.lua "$url/predict" \
    >"$folder/wrk.log" &
wrk=$!
echo "seconds  resident MB"
started=$SECONDS
while kill -0 $wrk 2>/dev/null; do
    printf '%7d  %11d\n' $((SECONDS - started)) $(($(ps -o rss= -p $server) / 1024))
    sleep $((seconds / 12 + 1))
done
wait $wrk
tail -n 6 "$folder/wrk.log"
