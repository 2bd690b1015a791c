for from in build 1; do
    dockerfile <<E
FROM scratch AS target
COPY --from=$from /etc/passwd /
FROM localhost/base:1 AS build
COPY Dockerfile /d2
FROM target
E
    fails Dockerfile:2
done
