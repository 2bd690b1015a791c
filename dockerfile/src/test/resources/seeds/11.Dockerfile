# syntax=docker/dockerfile:1.6

FROM python:3.12-slim-bookworm AS base

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

FROM base AS builder

WORKDIR /app

RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=bind,source=requirements.txt,target=requirements.txt \
    pip install --target=/app/deps -r requirements.txt

FROM base AS runtime

RUN addgroup --system --gid 1000 appgroup && \
    adduser --system --uid 1000 --gid 1000 --no-create-home appuser

WORKDIR /app

COPY --from=builder /app/deps /app/deps
ENV PYTHONPATH=/app/deps

COPY --chown=appuser:appgroup src/ /app/src/

USER appuser
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=10s --start-period=5s --retries=3 \
    CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:8000/health')" || exit 1

LABEL org.opencontainers.image.title="My Application" \
      org.opencontainers.image.version="1.0.0" \
      org.opencontainers.image.authors="team@example.com"

ENTRYPOINT ["python", "-m", "src.main"]
