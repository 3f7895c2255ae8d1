import { documentStoreSuite, embeddedBackend } from '@evenground/testing';

documentStoreSuite('embedded', embeddedBackend);
