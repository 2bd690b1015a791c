FROM node:20-alpine AS deps
WORKDIR /srv
COPY package*.json ./
RUN npm ci --only=production

FROM deps AS all-deps
RUN npm ci

FROM all-deps AS build
COPY . .
RUN npm run build

FROM all-deps AS checks
COPY . .
RUN npm run test
RUN npm run lint

FROM node:20-alpine AS release
WORKDIR /srv
ENV NODE_ENV=production

COPY --from=deps /srv/node_modules ./node_modules
COPY --from=build /srv/dist ./dist
COPY package.json ./

USER node
EXPOSE 3000
CMD ["node", "dist/server.js"]
