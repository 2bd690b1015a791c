dockerfile <<'E'
FROM localhost/base:1
ONBUILD COPY --from=alpha /f /out/a
ONBUILD RUN --mount=from=beta,target=/in cat /in/f > /out/b
E
build -t deps:1
dockerfile <<'E'
FROM localhost/base:1 AS alpha
RUN echo -n a > /f
FROM localhost/base:1 AS beta
RUN echo -n b > /f
FROM deps:1 AS main
FROM scratch
COPY --from=main /out /
E
result
content a a
content b b
