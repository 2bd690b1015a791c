echo foo >foo
dockerfile <<'E'
FROM scratch AS STAge0
COPY foo bar
FROM scratch AS staGE1
COPY --from=staGE0 bar baz
FROM scratch
COPY --from=stage1 baz bax
E
result
content foo bax
build --target Stage1
