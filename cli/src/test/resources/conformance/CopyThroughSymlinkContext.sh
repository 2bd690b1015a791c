mkdir sub && echo contents >sub/foo && ln -s sub link
dockerfile <<'E'
FROM scratch
COPY link/foo .
E
result
content contents foo
