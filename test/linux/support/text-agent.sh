#!/usr/bin/env bash
# The text agent of polkit for a process, asking at this terminal; says "agent-ready" once polkit knows it: text-agent.sh PID
coproc { cat; echo agent-ready >/dev/tty; }
exec pkttyagent --notify-fd 3 --process "$1" 3>&"${COPROC[1]}"
