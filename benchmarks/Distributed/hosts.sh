#!/bin/bash
# Several "hosts" on one Linux machine: network namespaces with their own addresses, joined by links of a limited rate and a delay.
# Must run as root. Nothing outside of the namespaces is changed.
#
#   hosts.sh start COUNT RATE [DELAY]   makes the hosts. RATE as in tc, such as 1gbit; DELAY of one way in milliseconds, default 0
#   hosts.sh run [ARGUMENT ...]         mpirun ARGUMENT ... with one slot on each host; ranks exchange by TCP over the links only
#   hosts.sh exec K COMMAND ...         runs a command on host K, from 0
#   hosts.sh cut K, hosts.sh mend K     takes the link of host K down, and up again
#   hosts.sh stop                       ends the processes on the hosts and removes everything
#   hosts.sh with COUNT RATE DELAY ARGUMENT ...   start, run, and stop whatever happens
#
# MLND_NAME names the set of hosts (default mlnd), so that several can exist at a time. Host K has the address 10.77.0.K+1 and is the
# namespace NAME-K. The namespace NAME-net has the other ends of the links, joined by a bridge or, with a delay, by a program that holds
# each frame for that time: MLND_RELAY is its command (default: this project, built in Release).
set -u
name=${MLND_NAME:-mlnd}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=${TMPDIR:-/tmp}/$name.hosts
net=$name-net
subnet=10.77.0

fail() { echo "hosts.sh: $*" >&2; exit 1; }

namespaces() { ip netns list | awk '{ print $1 }' | grep -E "^$name-(net|[0-9]+)$"; }

count() { namespaces | grep -cv -- "-net$"; }

start() {
  local count=$1 rate=$2 delay=${3:-0}
  [ "$(id -u)" = 0 ] || fail "must run as root, because it makes network namespaces."
  [ -z "$(namespaces)" ] || fail "hosts named $name exist already; stop them first."
  mkdir -p "$state"
  ip netns add "$net" || return 1
  ip -n "$net" link set lo up
  # The bucket holds 0.5 ms of the rate, at least one frame: what a link passes at once after a pause. Frames are large, as in clusters,
  # so that the kernel and the relay need little of the cores on which the hosts compute.
  local frame=9000 bytes=$(( $(bits_per_second "$rate") / 8 / 2000 ))
  local burst=$(( bytes > frame + 100 ? bytes : frame + 100 ))
  local ports=()
  for (( k = 0; k < count; k++ )); do
    ip netns add "$name-$k" &&
    ip -n "$name-$k" link add eth0 mtu "$frame" address "02:00:00:00:00:0$k" type veth peer name "port$k" mtu "$frame" netns "$net" &&
    ip -n "$name-$k" addr add "$subnet.$((k + 1))/24" dev eth0 &&
    ip -n "$name-$k" link set lo up &&
    ip -n "$name-$k" link set eth0 up &&
    ip -n "$net" link set "port$k" up &&
    tc -n "$name-$k" qdisc add dev eth0 root tbf rate "$rate" burst "$burst" limit 1mb &&
    tc -n "$net" qdisc add dev "port$k" root tbf rate "$rate" burst "$burst" limit 1mb || return 1
    echo "$subnet.$((k + 1)) slots=1"
    ports+=("port$k")
  done > "$state/hostfile"
  if [ "$delay" = 0 ]; then
    ip -n "$net" link add switch mtu "$frame" type bridge && ip -n "$net" link set switch up || return 1
    for port in "${ports[@]}"; do ip -n "$net" link set "$port" master switch || return 1; done
  else
    # The relay must not wait for a core while the hosts compute: it has real-time priority, and needs little time.
    : > "$state/relay.log"
    ip netns exec "$net" chrt -f 10 ${MLND_RELAY:-dotnet "$here/bin/Release/net10.0/Distributed.dll" relay} "$delay" "${ports[@]}" \
      > "$state/relay.log" 2>&1 < /dev/null &
    disown
    for (( i = 0; i < 100; i++ )); do grep -q ready "$state/relay.log" && break; sleep 0.1; done
    grep -q ready "$state/relay.log" || { cat "$state/relay.log" >&2; return 1; }
  fi
  for (( k = 0; k < count; k++ )); do
    # A host that answers refuses a connection to a port where nothing listens.
    ip netns exec "$name-0" timeout 5 bash -c ": < /dev/tcp/$subnet.$((k + 1))/9" 2>&1 | grep -q refused ||
      { echo "host $k does not answer." >&2; return 1; }
  done
}

bits_per_second() {
  case $1 in
    *gbit) echo $(( ${1%gbit} * 1000000000 ));;
    *mbit) echo $(( ${1%mbit} * 1000000 ));;
    *kbit) echo $(( ${1%kbit} * 1000 ));;
    *) fail "a rate is a whole number with gbit, mbit or kbit, not $1.";;
  esac
}

# mpirun starts this instead of ssh: it gets an address and a command line.
agent() {
  local address=$1; shift
  exec ip netns exec "$name-$(( ${address##*.} - 1 ))" unshare --uts sh -c "hostname $name-$(( ${address##*.} - 1 )); $*"
}

run() {
  # mpirun gives each rank a terminal, to which .NET would write control characters. It finds a host that has not answered
  # for 5 x 3 s, up to 2 s later; otherwise it would wait for TCP, which gives up after a quarter of an hour.
  export TERM=dumb MLND_NAME=$name OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  ip netns exec "$name-0" unshare --uts sh -c 'hostname "$0"; exec "$@"' "$name-0" \
    mpirun --hostfile "$state/hostfile" --map-by node --bind-to none \
    --mca plm_rsh_agent "$here/hosts.sh agent" --mca orte_keep_fqdn_hostnames 1 \
    --mca oob_tcp_keepalive_time 2 --mca oob_tcp_keepalive_intvl 3 --mca oob_tcp_keepalive_probes 5 \
    --mca btl self,tcp --mca btl_tcp_if_include "$subnet.0/24" --mca oob_tcp_if_include "$subnet.0/24" \
    --mca mpi_yield_when_idle 1 "$@"
}

stop() {
  local space pid
  for space in $(namespaces); do
    for pid in $(ip netns pids "$space"); do [ "$pid" = $$ ] || kill -9 "$pid" 2> /dev/null; done
  done
  for space in $(namespaces); do ip netns del "$space"; done
  rm -rf "$state"
}

with() {
  trap stop EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  start "$1" "$2" "$3" || exit 1
  shift 3
  run "$@" &
  wait $!
}

case ${1:-} in
  start) shift; start "$@" || { stop; fail "could not make the hosts."; };;
  run) shift; run "$@";;
  exec) space=$name-$2; shift 2; exec ip netns exec "$space" "$@";;
  cut) ip -n "$net" link set "port$2" down;;
  mend) ip -n "$net" link set "port$2" up;;
  stop) stop;;
  with) shift; with "$@";;
  agent) shift; agent "$@";;
  *) sed -n '2,/^set/p' "$0" | grep '^#' | cut -c3-; exit 2;;
esac
