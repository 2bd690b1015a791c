dockerfile <<'E'
FROM localhost/base:1
ONBUILD RUN mkdir -p /out && echo -n 11 >> /out/foo
E
build -t onb:1
same '["RUN mkdir -p /out && echo -n 11 \u003e\u003e /out/foo"]' "$(inspect '{{json .Config.OnBuild}}' onb:1 | sed 's/>>/\\u003e\\u003e/')"
dockerfile <<'E'
FROM onb:1
E
build -t onb:2
same null "$(inspect '{{json .Config.OnBuild}}' onb:2 | sed 's/\[\]/null/')"
dockerfile <<'E'
FROM onb:2 AS base
FROM scratch
COPY --from=base /out /
E
result
content 11 foo
