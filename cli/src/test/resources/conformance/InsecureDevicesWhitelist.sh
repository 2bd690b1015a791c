dockerfile <<'E'
FROM localhost/base:1
RUN --security=insecure test -c /dev/null && ls /dev > /devices
E
result --allow security.insecure
grep -qx null "$OUT/fs/devices"
