FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps/catalogue-builder/package.json ./apps/catalogue-builder/
COPY apps/dashboard/package.json ./apps/dashboard/
COPY apps/no-telemetry/package.json ./apps/no-telemetry/
COPY apps/sample-looker/package.json ./apps/sample-looker/
# No dependency needs its install script here, and Prisma's would download an engine that nothing uses.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps/no-telemetry/package.json ./apps/no-telemetry/
# Optional dependencies are local mode's PostgreSQL and, as an optional peer of its client, Prisma's command line.
RUN npm ci --omit=dev --omit=optional --workspaces=false --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/prisma/schema.prisma ./prisma/
COPY --from=build /app/prisma/migrations ./prisma/migrations
COPY --from=build /app/apps/dashboard/dist ./apps/dashboard/dist
COPY --from=build /app/dist ./dist
# All of it belongs to root: the process can read its own program and change none of it.
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/main.js"]
