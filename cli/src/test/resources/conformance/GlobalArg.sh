dockerfile <<'E'
ARG tag=nosuchtag
FROM localhost/base:${tag}
RUN echo ok > /ok
E
result --build-arg tag=1
content ok ok
