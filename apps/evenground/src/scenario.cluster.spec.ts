import { allInOneClusterDeployment, clusterDeployment, scenarioSuite } from '@evenground/testing';

/** SCENARIO_COPIES: so many copies of each service; 0 = all in one process. */
const copies = Number(process.env['SCENARIO_COPIES'] ?? '1');
scenarioSuite(copies === 0 ? allInOneClusterDeployment : clusterDeployment(copies));
