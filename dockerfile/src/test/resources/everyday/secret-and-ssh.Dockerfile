FROM node:20-alpine
WORKDIR /srv
COPY package*.json ./
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    npm ci

RUN --mount=type=ssh \
    git clone git@github.com:example/closed.git
