FROM node:18-alpine AS deps
WORKDIR /srv
COPY package*.json ./
RUN npm ci --only=production

FROM node:18-alpine AS build
WORKDIR /srv
COPY . .
COPY --from=deps /srv/node_modules ./node_modules
RUN npm run build

FROM nginx:alpine
COPY --from=build /srv/dist /usr/share/nginx/html
COPY nginx.conf /etc/nginx/nginx.conf
EXPOSE 80
CMD ["nginx", "-g", "daemon off;"]
