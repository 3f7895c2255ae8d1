import { embeddedDeployment, scenarioSuite } from '@evenground/testing';

scenarioSuite(embeddedDeployment);
