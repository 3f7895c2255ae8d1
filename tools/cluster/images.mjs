// The container images of Kafka and MongoDB, pinned; `docker-compose.yml` names the same, which a check holds.
export const KAFKA_IMAGE = 'apache/kafka:4.1.1';
export const MONGO_IMAGE = 'mongo:8.0.15';
