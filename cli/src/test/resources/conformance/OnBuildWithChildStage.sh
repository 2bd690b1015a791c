dockerfile <<'E'
FROM localhost/base:1 AS parent
ONBUILD RUN echo -n hi > /onbuild
FROM parent AS child
RUN cat /onbuild > /seen
FROM child
RUN echo grand > /grand
E
result
content hi seen
content grand grand
build --target parent -t x
inspect '{{json .Config.OnBuild}}' | grep -q onbuild
