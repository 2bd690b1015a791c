echo bar-contents >bar
dockerfile <<'E'
FROM scratch
ENV FOO bar
COPY $FOO baz
E
result
content bar-contents baz
