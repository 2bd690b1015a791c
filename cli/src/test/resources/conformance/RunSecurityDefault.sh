dockerfile <<'E'
FROM localhost/base:1
RUN grep -E '^(CapBnd|CapEff|NoNewPrivs):' /proc/self/status > /caps
E
result
grep -q '^CapBnd:	00000000a80425fb$' "$OUT/fs/caps" || { cat "$OUT/fs/caps"; die "other capabilities than docker's"; }
