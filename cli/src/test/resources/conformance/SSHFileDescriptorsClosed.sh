eval "$(ssh-agent -a "$OUT/agent")" >/dev/null
trap 'ssh-agent -k >/dev/null' EXIT
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=ssh ls -l /proc/self/fd | tee /fds
E
result --ssh default
same 0 "$(awk '$9 > 3' "$OUT/fs/fds" | wc -l)"
agent=$(ls /proc/$SSH_AGENT_PID/fd | wc -l)
result --ssh default --no-cache
same "$agent" "$(ls /proc/$SSH_AGENT_PID/fd | wc -l)"
