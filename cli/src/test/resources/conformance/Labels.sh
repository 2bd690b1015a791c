dockerfile <<'E'
FROM scratch
LABEL foo=bar
LABEL baz="two words"
COPY Dockerfile /
E
build -t x --label bar=baz --label foo=cli
same '{"bar":"baz","baz":"two words","foo":"cli"}' "$(inspect '{{json .Config.Labels}}')"
