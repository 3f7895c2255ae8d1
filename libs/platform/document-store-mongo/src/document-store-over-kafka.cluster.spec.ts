import { documentStoreSuite, kafkaMongoBackend } from '@evenground/testing';

documentStoreSuite('MongoDB, relayed to Kafka', kafkaMongoBackend);
