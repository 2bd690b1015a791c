FROM node:20-alpine AS deps
WORKDIR /app
COPY package*.json ./
RUN npm ci --only=production

FROM deps AS dev-deps
RUN npm ci

FROM dev-deps AS builder
COPY . .
RUN npm run build

FROM dev-deps AS tester
COPY . .
RUN npm run test
RUN npm run lint

FROM node:20-alpine AS production
WORKDIR /app
ENV NODE_ENV=production

COPY --from=deps /app/node_modules ./node_modules
COPY --from=builder /app/dist ./dist
COPY package.json ./

USER node
EXPOSE 3000
CMD ["node", "dist/main.js"]
