FROM node:20-alpine
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    npm ci

RUN --mount=type=ssh \
    git clone git@github.com:org/private-repo.git
