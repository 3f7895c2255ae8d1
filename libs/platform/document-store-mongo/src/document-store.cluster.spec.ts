import { documentStoreSuite, mongoBackend } from '@evenground/testing';

documentStoreSuite('MongoDB', mongoBackend);
