echo x >f
dockerfile <<'E'
FROM scratch
LABEL foo=bar
E
build -t testpullscratch:1
dockerfile <<'E'
FROM testpullscratch:1
LABEL bar=baz
COPY f /foo
E
build -t x
same '{"bar":"baz","foo":"bar"}' "$(inspect '{{json .Config.Labels}}')"
result
content x foo
