dockerfile <<'E'
FROM scratch
ARG PORTS="3000 4000/udp"
EXPOSE $PORTS
EXPOSE 5000-5002
COPY Dockerfile /
E
build -t x
same '{"3000/tcp":{},"4000/udp":{},"5000/tcp":{},"5001/tcp":{},"5002/tcp":{}}' "$(inspect '{{json .Config.ExposedPorts}}')"
