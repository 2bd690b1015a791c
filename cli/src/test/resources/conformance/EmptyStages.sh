echo bar >foo
dockerfile <<'E'
FROM scratch AS empty
FROM scratch AS other
COPY foo bar
FROM empty AS also
FROM empty
COPY --from=other bar baz
E
result
content bar baz
build --target also -t x
