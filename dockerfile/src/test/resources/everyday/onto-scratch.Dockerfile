FROM golang:1.22-alpine AS build
COPY . /src/
RUN cd /src && go build -o /out/tool ./cmd/tool

FROM scratch
COPY --from=build /out/tool /tool
ENTRYPOINT ["/tool"]
