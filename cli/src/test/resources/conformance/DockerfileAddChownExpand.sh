echo foo >foo
dockerfile <<'E'
FROM localhost/base:1
ARG group=2000
ENV owner=1000
ADD --chown=${owner}:${group} foo /
RUN stat -c '%u:%g' /foo > /st
E
result
content 1000:2000 st
result --build-arg group=50
content 1000:50 st
