dockerfile <<'E'
FROM scratch
COPY --from=localhost/base:1 /etc/passwd test
E
result
grep -q ^root: "$OUT/fs/test"
dockerfile <<'E'
FROM localhost/base:1 AS localhost-golang
RUN mkdir -p /usr/bin && echo -n foo > /usr/bin/go
FROM scratch
COPY --from=localhost-golang /usr/bin/go go
E
result
content foo go
