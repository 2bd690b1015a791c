dockerfile <<'E'
FROM localhost/base:1
RUN --security=insecure grep CapBnd /proc/self/status > /caps
E
fails insecure
result --allow security.insecure
! grep -q 00000000a80425fb "$OUT/fs/caps"
