echo foo >foo
dockerfile <<'E'
FROM localhost/base:1
WORKDIR /test1
WORKDIR test2
RUN [ "$PWD" = /test1/test2 ]
COPY foo ./
RUN [ "$(cat /test1/test2/foo)" = foo ]
ENV root=../../
COPY foo ${root}other/foo
RUN [ "$(cat /other/foo)" = foo ]
COPY foo sub/../bar
RUN [ "$(cat /test1/test2/bar)" = foo ]
E
build
