#!/bin/bash
# Measures training on two ranks of this machine and on several hosts (hosts.sh), each part in less than 100 s, and appends to a file:
#   measure.sh machine FILE NETWORK [TURNS]    one process with 1 and 2 threads, two ranks, in turns
#   measure.sh hosts FILE COUNT RATE DELAY     all networks on several hosts; needs root
#   measure.sh same FILE                       losses of 1, 2 and 4 ranks against those of one process; no timings, so it may take longer
# Then: dotnet run --no-build -c Release --project benchmarks/Distributed -- tables FILE docs/distributed-arithmetic.md
set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=(dotnet "$here/bin/Release/net10.0/Distributed.dll")
export TERM=dumb OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1

case ${1:-} in
  machine)
    for (( turn = 0; turn < ${4:-3}; turn++ )); do
      "${program[@]}" train --network "$3" --threads 1 >> "$2"
      mpirun --oversubscribe --bind-to none -n 2 "${program[@]}" train --network "$3" >> "$2"
      "${program[@]}" train --network "$3" --threads 2 >> "$2"
    done;;
  hosts)
    case "$4 $5" in
      "1gbit 0.5") link="1 Gbit/s, 0.5 ms";;
      "100mbit 5") link="100 Mbit/s, 5 ms";;
      *) echo "No such link: $4 $5." >&2; exit 2;;
    esac
    "$here/hosts.sh" with "$3" "$4" "$5" "${program[@]}" hosts --link "$link" >> "$2";;
  same)
    for ranks in 1 2 4 2; do
      mpirun --oversubscribe --bind-to none -n "$ranks" "${program[@]}" same >> "$2"
    done;;
  *) sed -n '2,/^set/p' "$0" | grep '^#' | cut -c3-; exit 2;;
esac
