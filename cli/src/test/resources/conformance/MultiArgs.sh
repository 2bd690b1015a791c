dockerfile <<'E'
ARG a1="foo bar" a2=box
ARG a3="$a2-foo"
FROM localhost/base:1 AS build
ARG a3="456" a1 a4
RUN echo -n "$a1:$a3:$a4" > /out
E
result --build-arg a4=4
content "foo bar:456:4" out
