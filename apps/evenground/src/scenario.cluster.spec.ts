import { allInOneClusterDeployment, clusterDeployment, scenarioSuite } from '@evenground/testing';

const copies = Number(process.env['SCENARIO_COPIES'] ?? '1');
scenarioSuite(copies === 0 ? allInOneClusterDeployment : clusterDeployment(copies));
