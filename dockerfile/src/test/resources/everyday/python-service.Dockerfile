# syntax=docker/dockerfile:1.6

FROM python:3.12-slim-bookworm AS base

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

FROM base AS build

WORKDIR /srv

RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=bind,source=requirements.txt,target=requirements.txt \
    pip install --target=/srv/deps -r requirements.txt

FROM base AS service

RUN addgroup --system --gid 1000 runners && \
    adduser --system --uid 1000 --gid 1000 --no-create-home runner

WORKDIR /srv

COPY --from=build /srv/deps /srv/deps
ENV PYTHONPATH=/srv/deps

COPY --chown=runner:runners shop/ /srv/shop/

USER runner
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=10s --start-period=5s --retries=3 \
    CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:8000/ready')" || exit 1

LABEL org.opencontainers.image.title="Example" \
      org.opencontainers.image.version="1.0.0" \
      org.opencontainers.image.authors="people@example.com"

ENTRYPOINT ["python", "-m", "shop.main"]
