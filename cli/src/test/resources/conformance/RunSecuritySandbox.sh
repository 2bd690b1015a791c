dockerfile <<'E'
FROM localhost/base:1
RUN --security=sandbox grep CapBnd /proc/self/status > /caps; ! mount -t tmpfs none /mnt 2>/dev/null
E
result
grep -q 00000000a80425fb "$OUT/fs/caps"
