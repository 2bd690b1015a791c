dockerfile <<'E'
FROM localhost/base:1 AS base
RUN id -un > /tmp/rootuser
USER daemon
RUN id -un > /tmp/daemonuser
FROM base AS named
USER app
RUN id -un > /tmp/app
USER 1000:2000
RUN id -u > /tmp/uid; id -g > /tmp/gid
USER root
RUN id -un > /tmp/back
USER 0
E
build --target named -t x
result --target named
content root tmp/rootuser
content daemon tmp/daemonuser
content app tmp/app
content 1000 tmp/uid
content 2000 tmp/gid
content root tmp/back
same 0 "$(inspect '{{.Config.User}}')"
