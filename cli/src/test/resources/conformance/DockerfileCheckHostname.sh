dockerfile <<'E'
FROM localhost/base:1
RUN hostname > /out; grep -q "$(hostname)" /etc/hosts && echo known >> /out
E
result
same "buildkitsandbox
known" "$(cat "$OUT/fs/out")"
