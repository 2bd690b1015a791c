dockerfile <<'E'
FROM scratch AS build
COPY Dockerfile /
FROM scratch
COPY --from=build / /
E
fails "bulid" --target bulid
said build
