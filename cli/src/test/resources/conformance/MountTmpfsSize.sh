dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=tmpfs,target=/dev/shm,size=128m [ "$(df -k /dev/shm | tail -1 | awk '{print $2}')" = 131072 ]
RUN --mount=type=tmpfs,target=/t,size=1MB ! dd if=/dev/zero of=/t/x bs=1024 count=2000
E
build
