dockerfile <<'E'
FROM localhost/base:1 AS s1
RUN --mount=type=cache,target=/mycache,uid=1001,gid=1002,mode=0751 [ "$(stat -c '%u %g %a' /mycache)" = "1001 1002 751" ]
E
build
