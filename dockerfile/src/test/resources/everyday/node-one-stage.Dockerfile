FROM node:18-alpine
WORKDIR /srv

COPY package*.json ./
RUN npm ci --only=production

COPY . .

CMD ["npm", "start"]
