# One of the apps: docker build --build-arg APP=ingestion -t evenground-ingestion:0.1.0 .
# APP: ingestion, diagnostics, interventions, feedback, reporting, or evenground (all of them in one process).
# Before production add the digest of the base that was scanned (node:20.19.5-bookworm-slim@sha256:…).
FROM node:20.19.5-bookworm-slim AS build
WORKDIR /app
COPY . .
# No package needs an install script; what would run one is an attack or a mistake.
ARG APP
RUN npm ci --ignore-scripts --no-audit --no-fund \
 && node_modules/.bin/tsc -b "apps/${APP:?say which app: --build-arg APP=ingestion}" \
 && node_modules/.bin/vite build apps/web --config apps/web/vite.config.ts -l warn \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
 && find apps libs \( -name src -o -name fixtures -o -name '*.tsbuildinfo' -o -name 'jest.config.mjs' -o -name 'tsconfig*.json' \) -prune -exec rm -rf {} +
RUN test -f "apps/$APP/dist/main.js" \
 && printf "import './apps/%s/dist/main.js';\n" "$APP" > main.js

FROM node:20.19.5-bookworm-slim
ENV NODE_ENV=production EVENGROUND_DATA_DIR=/var/lib/evenground EVENGROUND_PORT=8080
WORKDIR /app
COPY --from=build /app/package.json /app/main.js /app/LICENSE /app/NOTICE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/libs libs
COPY --from=build /app/apps apps
# A volume that is mounted here takes over the owner.
RUN install -d -o 1000 -g 1000 -m 0700 /var/lib/evenground
USER 1000:1000
VOLUME /var/lib/evenground
EXPOSE 8080
# The process handles SIGTERM itself and starts no children, so it needs no init in front of it.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.EVENGROUND_PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "main.js"]
