FROM golang:1.22-alpine AS build
COPY . /src/
RUN cd /src && go build -o /out/tool ./cmd/tool

FROM gcr.io/distroless/base-debian12
COPY --from=build /out/tool /usr/local/bin/tool
USER nonroot
ENTRYPOINT ["/usr/local/bin/tool"]
