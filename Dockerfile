# Everything in one image; the embedded PostgreSQL needs glibc, so not Alpine.
FROM node:20-slim
WORKDIR /huiyin
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && mkdir /data && chown node:node /data
USER node
# The demonstration listens on loopback only: give DATABASE_URL, SECRET_KEY and PUBLIC_URL, or DEMO=off.
ENV HOST=0.0.0.0 DATA_DIR=/data DEMO=off
VOLUME /data
EXPOSE 3000
# Node itself, not npm: it is told to stop directly, and stops everything in order.
CMD ["node", "dist/main.js"]
