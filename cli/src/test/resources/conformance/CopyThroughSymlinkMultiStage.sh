dockerfile <<'E'
FROM localhost/base:1 AS build
RUN mkdir -p /out/sub && ln -s /out/sub /sub && ln -s out/sub /sub2 && echo -n data > /sub/foo
FROM scratch
COPY --from=build /sub/foo /one
COPY --from=build /sub2/foo /two
E
result
content data one
content data two
