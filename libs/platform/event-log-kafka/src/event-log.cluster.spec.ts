import { eventLogSuite, kafkaBackend } from '@evenground/testing';

eventLogSuite('kafka', kafkaBackend);
