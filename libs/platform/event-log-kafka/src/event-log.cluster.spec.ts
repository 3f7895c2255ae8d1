import { jest } from '@jest/globals';
import { eventLogSuite, kafkaBackend } from '@evenground/testing';

jest.setTimeout(30_000); // a broker shares its cores with whatever else runs

eventLogSuite('kafka', kafkaBackend);
