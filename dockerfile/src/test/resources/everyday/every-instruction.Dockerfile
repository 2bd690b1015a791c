ARG VERSION=1.0
FROM golang:1.22 AS build
RUN apt-get update && apt-get install -y curl

FROM nginx:alpine
ARG VERSION
LABEL version="1.0"
ENV NODE_ENV=production
SHELL ["/bin/sh", "-c"]
WORKDIR /srv
COPY --chown=1000:1000 shop /srv/shop
ADD site.tar.gz /srv
RUN ["apt-get", "install"]
VOLUME ["/var/lib/shop"]
EXPOSE 8080/tcp
STOPSIGNAL SIGTERM
USER 1000:1000
HEALTHCHECK --interval=30s --timeout=10s --start-period=5s --start-interval=5s --retries=3 \
  CMD curl -f http://localhost:8080/ready || exit 1
ONBUILD COPY . /srv
ENTRYPOINT ["/entrypoint.sh"]
CMD ["nginx", "-g", "daemon off;"]
