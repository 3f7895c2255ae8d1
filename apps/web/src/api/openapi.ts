// Written by `npm run openapi` from docs/api/openapi.json.
export interface paths {
  '/api/ingestion/v1/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['ingestion.DeadLetters.list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/dead-letters/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Replay */
    post: operations['ingestion.DeadLetters.replay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/uploads': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['ingestion.ShowUploads.list'];
    put?: never;
    /** Receive */
    post: operations['ingestion.ReceiveUpload.receive'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/uploads/{uploadId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['ingestion.ShowUploads.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/uploads/{uploadId}/quarantine': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Quarantine */
    get: operations['ingestion.ShowUploads.quarantine'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/quarantine/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Replay */
    post: operations['ingestion.ReplayRow.replay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/records': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Submit */
    post: operations['ingestion.SubmitRecords.submit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/declarations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Declare */
    put: operations['ingestion.DeclareCompleteness.declare'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/assessments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Define */
    put: operations['ingestion.DefineAssessment.define'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/mappings/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Map */
    put: operations['ingestion.MapColumns.map'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/students/{studentId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Ask */
    delete: operations['ingestion.EraseStudent.ask'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/erasures/{erasureId}/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Confirm */
    post: operations['ingestion.EraseStudent.confirm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/erasures/{erasureId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['ingestion.EraseStudent.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ingestion/v1/students/{studentId}/inspection': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Inspect */
    put: operations['ingestion.EraseStudent.inspect'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['diagnostics.DeadLetters.list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/dead-letters/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Replay */
    post: operations['diagnostics.DeadLetters.replay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/gaps': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.ShowGaps.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/populations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.ShowPopulations.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/scope': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.ShowScope.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/indicators': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['diagnostics.DefineIndicators.list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/indicator-templates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Templates */
    get: operations['diagnostics.DefineIndicators.templates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/periods': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Periods */
    get: operations['diagnostics.DefineIndicators.periods'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/indicators/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Define */
    put: operations['diagnostics.DefineIndicators.define'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/decompositions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.DecomposeGap.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/adjusted-differences': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.AdjustDifference.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/discipline-drilldowns': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.TraceDiscipline.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/opportunity-chains': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.TraceOpportunity.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/funnels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.ShowFunnel.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/scales': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Judge */
    post: operations['diagnostics.JudgeScale.judge'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/significant-disproportionality': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.FindDisproportionality.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/significant-disproportionality/policy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Set policy */
    put: operations['diagnostics.FindDisproportionality.setPolicy'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/trends': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.FollowTrends.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/trends/difference-in-differences': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Compare */
    get: operations['diagnostics.FollowTrends.compare'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/trends/interruptions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Interrupt */
    get: operations['diagnostics.FollowTrends.interrupt'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/trends/seasonality': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Seasons */
    get: operations['diagnostics.FollowTrends.seasons'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/problem-statements': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['diagnostics.StateProblem.list'];
    put?: never;
    /** State */
    post: operations['diagnostics.StateProblem.state'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/problem-statements/{id}/adopt': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Adopt */
    post: operations['diagnostics.StateProblem.adopt'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/problem-statements/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['diagnostics.StateProblem.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/diagnostics/v1/rebuild': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['diagnostics.RebuildMeasures.list'];
    put?: never;
    /** Begin */
    post: operations['diagnostics.RebuildMeasures.begin'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['interventions.DeadLetters.list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/dead-letters/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Replay */
    post: operations['interventions.DeadLetters.replay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['interventions.ShowCycles.list'];
    put?: never;
    /** Open */
    post: operations['interventions.OpenCycle.open'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One */
    get: operations['interventions.ShowCycles.one'];
    put?: never;
    /** Run */
    post: operations['interventions.MoveCycle.run'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/begin-diagnosis': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Begin diagnosis */
    post: operations['interventions.MoveCycle.beginDiagnosis'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/begin-design': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Begin design */
    post: operations['interventions.MoveCycle.beginDesign'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/begin-implementation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Begin implementation */
    post: operations['interventions.MoveCycle.beginImplementation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/begin-reflection': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Begin reflection */
    post: operations['interventions.MoveCycle.beginReflection'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/return-to-diagnosis': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Return to diagnosis */
    post: operations['interventions.MoveCycle.returnToDiagnosis'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Pause */
    post: operations['interventions.MoveCycle.pause'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Resume */
    post: operations['interventions.MoveCycle.resume'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/close-early': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Close early */
    post: operations['interventions.MoveCycle.closeEarly'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/interventions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Plan */
    post: operations['interventions.PlanIntervention.plan'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/interventions/{id}/start': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start */
    post: operations['interventions.MoveIntervention.start'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/interventions/{id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Pause */
    post: operations['interventions.MoveIntervention.pause'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/interventions/{id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Resume */
    post: operations['interventions.MoveIntervention.resume'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/interventions/{id}/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End */
    post: operations['interventions.MoveIntervention.end'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/interventions/{id}/abandon': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Abandon */
    post: operations['interventions.MoveIntervention.abandon'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/interventions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One */
    get: operations['interventions.ShowInterventions.one'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/interventions/{id}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['interventions.ShowDeliveries.list'];
    put?: never;
    /** Post */
    post: operations['interventions.PostDeliveries.post'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/interventions/{id}/deliveries/{deliveryId}/withdraw': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Withdraw */
    post: operations['interventions.PostDeliveries.withdraw'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/interventions/{id}/fidelity-checks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['interventions.CheckFidelity.list'];
    put?: never;
    /** Check */
    post: operations['interventions.CheckFidelity.check'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/log': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['interventions.KeepLog.list'];
    put?: never;
    /** Add */
    post: operations['interventions.KeepLog.add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/log/head': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Head */
    get: operations['interventions.KeepLog.head'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/diagnosis': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['interventions.KeepDiagnosis.show'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/hypotheses': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Propose */
    post: operations['interventions.KeepDiagnosis.propose'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/hypotheses/{hypothesis}/evidence': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Add evidence */
    post: operations['interventions.KeepDiagnosis.addEvidence'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/hypotheses/{hypothesis}/{conclusion}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Conclude */
    post: operations['interventions.KeepDiagnosis.conclude'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/assumptions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Note assumption */
    post: operations['interventions.KeepDiagnosis.noteAssumption'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/interventions/v1/cycles/{id}/assumptions/{assumption}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Test assumption */
    post: operations['interventions.KeepDiagnosis.testAssumption'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/feedback/v1/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['feedback.DeadLetters.list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/feedback/v1/dead-letters/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Replay */
    post: operations['feedback.DeadLetters.replay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/feedback/v1/frontline-reports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['feedback.ShowReports.list'];
    put?: never;
    /** Send */
    post: operations['feedback.SendReport.send'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/feedback/v1/frontline-reports/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read */
    get: operations['feedback.AnswerReport.read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/feedback/v1/frontline-reports/{id}/see': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** See */
    post: operations['feedback.AnswerReport.see'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/feedback/v1/frontline-reports/{id}/route': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Route */
    post: operations['feedback.AnswerReport.route'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/feedback/v1/frontline-reports/{id}/answer': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Answer */
    post: operations['feedback.AnswerReport.answer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/feedback/v1/frontline-reports/{id}/close': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Close */
    post: operations['feedback.AnswerReport.close'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/feedback/v1/themes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['feedback.PublishTheme.list'];
    put?: never;
    /** Publish */
    post: operations['feedback.PublishTheme.publish'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['reporting.DeadLetters.list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/dead-letters/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Replay */
    post: operations['reporting.DeadLetters.replay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/cycles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['reporting.ShowReflection.list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/cycles/{cycleId}/reflection': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One */
    get: operations['reporting.ShowReflection.one'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/cycles/{cycleId}/reflection/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** History */
    get: operations['reporting.ShowReflection.history'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/cycles/{cycleId}/reflection/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Follow */
    get: operations['reporting.FollowReflection.follow'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/scorecards': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['reporting.ShowScorecards.list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/rebuild': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Progress */
    get: operations['reporting.RebuildReflections.progress'];
    put?: never;
    /** Begin */
    post: operations['reporting.RebuildReflections.begin'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/releases': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List */
    get: operations['reporting.PublishReleases.list'];
    put?: never;
    /** Ask */
    post: operations['reporting.PublishReleases.ask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/releases/{releaseId}/approve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Approve */
    post: operations['reporting.PublishReleases.approve'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/releases/{releaseId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One */
    get: operations['reporting.PublishReleases.one'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/releases/{releaseId}/gaps': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Gaps */
    get: operations['reporting.PublishReleases.gaps'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/reporting/v1/disclosure-policy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show */
    get: operations['reporting.ChoosePolicy.show'];
    /** Choose */
    put: operations['reporting.ChoosePolicy.choose'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Problem: {
      type: string;
      title: string;
      status: number;
      code: string;
      detail: string;
      correlationId?: string;
      field?: string;
      was?: unknown;
      wouldBeRight?: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  'ingestion.DeadLetters.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
        topic?: string;
        group?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.DeadLetters.replay': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.ShowUploads.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              uploadId: string;
              /** @enum {string} */
              status: 'receiving' | 'processing' | 'needs-confirmation' | 'completed' | 'failed';
              type?: string;
              /** @enum {string} */
              format: 'csv' | 'oneroster' | 'edfi' | 'mapped' | 'records';
              /** @enum {string} */
              mode: 'upsert' | 'replace';
              rows: number;
              accepted: number;
              unchanged: number;
              quarantined: number;
              waiting: number;
              suppressed: number;
              withdrawn: number;
              stale: number;
              visible: boolean;
              /** Format: date-time */
              startedAt: string;
              /** Format: date-time */
              finishedAt?: string;
              problem?: {
                code: string;
                detail: string;
                field?: string;
              };
              wouldWithdraw?: {
                records: number;
                of: number;
              };
              notices?: string[];
              quality: {
                /** @enum {string} */
                encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
                /** @enum {string} */
                delimiter?: ',' | ';' | '\t';
                ignoredColumns?: string[];
                findings: {
                  code: string;
                  field?: string;
                  count: number;
                  line: number;
                  message: string;
                }[];
                unknown: {
                  [key: string]: number;
                };
              };
            }[];
            next: string | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.ReceiveUpload.receive': {
    parameters: {
      query?: {
        district?: string;
        format?: 'csv' | 'oneroster' | 'edfi' | 'mapped';
        type?:
          | 'schools'
          | 'students'
          | 'enrollments'
          | 'calendar'
          | 'rosters'
          | 'attendance'
          | 'discipline'
          | 'courses'
          | 'assessments'
          | 'graduation'
          | 'observations'
          | 'counts'
          | 'deliveries';
        mapping?: string;
        mode?: 'upsert' | 'replace';
        confirm?: 'true' | 'false';
        source?: string;
        countDate?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'text/csv': string;
        'application/zip': string;
        'application/json': string;
        'application/x-ndjson': string;
      };
    };
    responses: {
      /** @description Done */
      202: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            uploadId: string;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.ShowUploads.show': {
    parameters: {
      query?: never;
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        uploadId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            uploadId: string;
            /** @enum {string} */
            status: 'receiving' | 'processing' | 'needs-confirmation' | 'completed' | 'failed';
            type?: string;
            /** @enum {string} */
            format: 'csv' | 'oneroster' | 'edfi' | 'mapped' | 'records';
            /** @enum {string} */
            mode: 'upsert' | 'replace';
            rows: number;
            accepted: number;
            unchanged: number;
            quarantined: number;
            waiting: number;
            suppressed: number;
            withdrawn: number;
            stale: number;
            visible: boolean;
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            finishedAt?: string;
            problem?: {
              code: string;
              detail: string;
              field?: string;
            };
            wouldWithdraw?: {
              records: number;
              of: number;
            };
            notices?: string[];
            quality: {
              /** @enum {string} */
              encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
              /** @enum {string} */
              delimiter?: ',' | ';' | '\t';
              ignoredColumns?: string[];
              findings: {
                code: string;
                field?: string;
                count: number;
                line: number;
                message: string;
              }[];
              unknown: {
                [key: string]: number;
              };
            };
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.ShowUploads.quarantine': {
    parameters: {
      query?: {
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        uploadId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              line: number;
              file: string;
              field?: string;
              code: string;
              message: string;
              row: {
                [key: string]: string | number | boolean | null | string[];
              } | null;
            }[];
            next: string | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.ReplayRow.replay': {
    parameters: {
      query?: never;
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          row: {
            [key: string]: string | number | boolean | null | string[];
          };
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.SubmitRecords.submit': {
    parameters: {
      query?: never;
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          district?: string;
          /** @default default */
          source?: string;
          records: {
            [key: string]: string | number | boolean | null | string[];
          }[];
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.DeclareCompleteness.declare': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          type: 'discipline' | 'courses';
          schoolId: string;
          schoolYear: string;
          complete: boolean;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.DefineAssessment.define': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          levels: (string | number)[];
          proficientFrom: string | number;
          validRange?:
            | {
                min: number;
                max: number;
              }
            | [number, number];
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.MapColumns.map': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          type:
            | 'schools'
            | 'students'
            | 'enrollments'
            | 'calendar'
            | 'rosters'
            | 'attendance'
            | 'discipline'
            | 'courses'
            | 'assessments'
            | 'graduation'
            | 'observations'
            | 'counts'
            | 'deliveries';
          columns: {
            [key: string]:
              | string
              | {
                  column: string;
                  values: {
                    [key: string]: string;
                  };
                }
              | {
                  constant: string;
                };
          };
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.EraseStudent.ask': {
    parameters: {
      query: {
        district?: string;
        reason: 'district-directive' | 'contract-end' | 'schedule';
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        studentId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      202: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.EraseStudent.confirm': {
    parameters: {
      query?: never;
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        erasureId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      202: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            erasureId: string;
            /** @enum {string} */
            status: 'asked' | 'erasing' | 'completed';
            /** @enum {string} */
            reason: 'district-directive' | 'contract-end' | 'schedule';
            /** Format: date-time */
            askedAt: string;
            /** Format: date-time */
            confirmedAt?: string;
            /** Format: date-time */
            completedAt?: string;
            logForgets: {
              afterDays: number | null;
              /** Format: date-time */
              by?: string;
            };
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.EraseStudent.show': {
    parameters: {
      query?: never;
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        erasureId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            erasureId: string;
            /** @enum {string} */
            status: 'asked' | 'erasing' | 'completed';
            /** @enum {string} */
            reason: 'district-directive' | 'contract-end' | 'schedule';
            /** Format: date-time */
            askedAt: string;
            /** Format: date-time */
            confirmedAt?: string;
            /** Format: date-time */
            completedAt?: string;
            logForgets: {
              afterDays: number | null;
              /** Format: date-time */
              by?: string;
            };
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'ingestion.EraseStudent.inspect': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        studentId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          open: boolean;
        };
      };
    };
    responses: {
      /** @description Done */
      204: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.DeadLetters.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
        topic?: string;
        group?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.DeadLetters.replay': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.ShowGaps.show': {
    parameters: {
      query: {
        district?: string;
        indicator: string;
        period?: string;
        school?: string | string[];
        by?: string | string[];
        where?: string | string[];
        reference?: string;
        minimumEffect?: number;
        rolling?: number;
        multirace?: 'federal' | 'in-combination';
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            indicator: string;
            indicatorName: string;
            indicatorVersion: number;
            /** @enum {string} */
            kind: 'rate' | 'mean';
            /** @enum {string} */
            direction: 'higher-is-better' | 'lower-is-better' | 'parity';
            period: string | null;
            periods: string[];
            /** @enum {string} */
            multirace: 'federal' | 'in-combination';
            by: string[];
            where: {
              attribute: string;
              values: string[];
            }[];
            schools: string[] | null;
            groups: {
              group: {
                [key: string]: string;
              };
              n?: number | null;
              events?: number | null;
              rate?: number | null;
              mean?: number | null;
              sd?: number | null;
              interval?: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              display?: string;
              suppressed: boolean;
              small?: boolean;
              reliability?: ('reliable' | 'few-students' | 'wide-interval') | null;
              reason: string | null;
            }[];
            comparisons: {
              group: {
                [key: string]: string;
              };
              reference:
                | ('others' | 'overall')
                | {
                    [key: string]: string;
                  };
              flag: string | null;
              difference: {
                value: number | null;
                interval: {
                  low: number;
                  high: number;
                  level: number;
                  method: string;
                } | null;
                reason: string | null;
              };
              riskRatio: {
                value: number | null;
                interval: {
                  low: number;
                  high: number;
                  level: number;
                  method: string;
                } | null;
                reason: string | null;
              };
              oddsRatio: {
                value: number | null;
                interval: {
                  low: number;
                  high: number;
                  level: number;
                  method: string;
                } | null;
                reason: string | null;
              };
              effectSize: {
                value: number | null;
                interval: {
                  low: number;
                  high: number;
                  level: number;
                  method: string;
                } | null;
                reason: string | null;
              };
              test: {
                /** @enum {string} */
                method: 'fisher-exact' | 'two-proportion-z' | 'welch-t';
                statistic: number | null;
                df: number | null;
                pValue: number | null;
                reason: string | null;
              };
              adjustedP: number | null;
              /** @enum {string} */
              verdict: 'shown' | 'below-minimum-effect' | 'not-shown' | 'no-numbers';
              reliability: ('reliable' | 'few-students') | null;
              reading: {
                id: string;
                values: {
                  [key: string]: string | number | null;
                };
                english: string;
                spanish: string;
              };
            }[];
            minimumEffect: {
              /** @enum {string} */
              of: 'difference' | 'effect-size';
              value: number;
            };
            summary: {
              [key: string]: number | string | null;
            } | null;
            coverage: {
              schools: string[];
              of: number;
            } | null;
            warnings: {
              id: string;
              values: {
                [key: string]: string | number | null;
              };
              english: string;
              spanish: string;
            }[];
            reason: string | null;
            unsuppressed: boolean;
            recomputing: boolean;
            asOf: {
              eventId: string | null;
              occurredAt: string | null;
              position: string | null;
            };
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.ShowPopulations.show': {
    parameters: {
      query?: {
        district?: string;
        period?: string;
        school?: string | string[];
        by?: string | string[];
        where?: string | string[];
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            period: string | null;
            total: number | null;
            groups: {
              group: {
                [key: string]: string;
              };
              n?: number;
              suppressed: boolean;
              small?: boolean;
            }[];
            recomputing: boolean;
            asOf: {
              eventId: string | null;
              occurredAt: string | null;
              position: string | null;
            };
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.ShowScope.show': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            schools: {
              schoolId: string;
              name: string | null;
              level: string | null;
            }[];
            attributes: string[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.DefineIndicators.list': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              name: string;
              construct?: string;
              /** @enum {string} */
              source:
                | 'students'
                | 'attendance'
                | 'discipline'
                | 'courses'
                | 'assessments'
                | 'graduation'
                | 'observations'
                | 'counts';
              reduce:
                | {
                    /** @enum {string} */
                    name: 'absent-share-at-least';
                    share: string;
                    minimumEnrolledDays: number;
                  }
                | {
                    /** @enum {string} */
                    name: 'any-action';
                    actions: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'incident-count';
                    per: number;
                  }
                | {
                    /** @enum {string} */
                    name: 'any-course-level';
                    levels: string[];
                    grades: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'proficient';
                    subject: string;
                    grades?: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'tested';
                    subject: string;
                  }
                | {
                    /** @enum {string} */
                    name: 'cohort-graduated';
                    years: number;
                  }
                | {
                    /** @enum {string} */
                    name: 'cohort-outcome';
                    outcomes: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'attended-share';
                    minimumEnrolledDays: number;
                  }
                | {
                    /** @enum {string} */
                    name: 'day-count';
                    statuses: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'share-of-attended';
                    statuses: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'english-learner-years';
                    years: number;
                  }
                | {
                    /** @enum {string} */
                    name: 'english-learner-exited';
                  }
                | {
                    /** @enum {string} */
                    name: 'rows';
                    students?: {
                      field: string;
                      anyOf?: string[];
                      atLeast?: string;
                      atMost?: string;
                    }[];
                    among?: {
                      field: string;
                      anyOf?: string[];
                      atLeast?: string;
                      atMost?: string;
                    }[];
                    when?: {
                      rows?: {
                        field: string;
                        anyOf?: string[];
                        atLeast?: string;
                        atMost?: string;
                      }[];
                      take:
                        | {
                            /** @enum {string} */
                            of: 'rows';
                          }
                        | {
                            /** @enum {string} */
                            of: 'distinct';
                            fields: string[];
                          }
                        | {
                            /** @enum {string} */
                            of: 'sum';
                            field: string;
                            cap?: string;
                          };
                      atLeast?: string;
                      atMost?: string;
                    }[];
                    value?: {
                      rows?: {
                        field: string;
                        anyOf?: string[];
                        atLeast?: string;
                        atMost?: string;
                      }[];
                      take:
                        | {
                            /** @enum {string} */
                            of: 'rows';
                          }
                        | {
                            /** @enum {string} */
                            of: 'distinct';
                            fields: string[];
                          }
                        | {
                            /** @enum {string} */
                            of: 'sum';
                            field: string;
                            cap?: string;
                          };
                      dividedBy?: string;
                    };
                    units?: {
                      all: {
                        rows?: {
                          field: string;
                          anyOf?: string[];
                          atLeast?: string;
                          atMost?: string;
                        }[];
                        take:
                          | {
                              /** @enum {string} */
                              of: 'rows';
                            }
                          | {
                              /** @enum {string} */
                              of: 'distinct';
                              fields: string[];
                            }
                          | {
                              /** @enum {string} */
                              of: 'sum';
                              field: string;
                              cap?: string;
                            };
                      };
                      events: {
                        rows?: {
                          field: string;
                          anyOf?: string[];
                          atLeast?: string;
                          atMost?: string;
                        }[];
                        take:
                          | {
                              /** @enum {string} */
                              of: 'rows';
                            }
                          | {
                              /** @enum {string} */
                              of: 'distinct';
                              fields: string[];
                            }
                          | {
                              /** @enum {string} */
                              of: 'sum';
                              field: string;
                              cap?: string;
                            };
                      };
                    };
                  }
                | {
                    /** @enum {string} */
                    name: 'supplied';
                  }
                | {
                    /** @enum {string} */
                    name: 'enrolled';
                  };
              /** @enum {string} */
              kind: 'rate' | 'mean';
              /** @enum {string} */
              grain: 'term' | 'year' | 'cohort' | 'any';
              /** @enum {string} */
              direction: 'higher-is-better' | 'lower-is-better' | 'parity';
              /** @enum {string} */
              timing: 'leading' | 'lagging';
              scale: number;
              /** @enum {string} */
              attribution: 'accountable' | 'each-school';
              per: number;
              needsDeclaration: boolean;
              builtIn: boolean;
              version: number;
              /** @enum {string} */
              unit?: 'student' | 'incident' | 'response' | 'staff' | 'school';
              decision?: string;
              breaks?: {
                period: string;
                says: string;
              }[];
              validRange?: {
                min: number;
                max: number;
              };
              citation?: string;
              notGoodFor?: string;
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.DefineIndicators.templates': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              name: string;
              /** @enum {string} */
              source:
                | 'students'
                | 'attendance'
                | 'discipline'
                | 'courses'
                | 'assessments'
                | 'graduation'
                | 'observations'
                | 'counts';
              reduce?:
                | {
                    /** @enum {string} */
                    name: 'absent-share-at-least';
                    share: string;
                    minimumEnrolledDays: number;
                  }
                | {
                    /** @enum {string} */
                    name: 'any-action';
                    actions: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'incident-count';
                    per: number;
                  }
                | {
                    /** @enum {string} */
                    name: 'any-course-level';
                    levels: string[];
                    grades: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'proficient';
                    subject: string;
                    grades?: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'tested';
                    subject: string;
                  }
                | {
                    /** @enum {string} */
                    name: 'cohort-graduated';
                    years: number;
                  }
                | {
                    /** @enum {string} */
                    name: 'cohort-outcome';
                    outcomes: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'attended-share';
                    minimumEnrolledDays: number;
                  }
                | {
                    /** @enum {string} */
                    name: 'day-count';
                    statuses: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'share-of-attended';
                    statuses: string[];
                  }
                | {
                    /** @enum {string} */
                    name: 'english-learner-years';
                    years: number;
                  }
                | {
                    /** @enum {string} */
                    name: 'english-learner-exited';
                  }
                | {
                    /** @enum {string} */
                    name: 'rows';
                    students?: {
                      field: string;
                      anyOf?: string[];
                      atLeast?: string;
                      atMost?: string;
                    }[];
                    among?: {
                      field: string;
                      anyOf?: string[];
                      atLeast?: string;
                      atMost?: string;
                    }[];
                    when?: {
                      rows?: {
                        field: string;
                        anyOf?: string[];
                        atLeast?: string;
                        atMost?: string;
                      }[];
                      take:
                        | {
                            /** @enum {string} */
                            of: 'rows';
                          }
                        | {
                            /** @enum {string} */
                            of: 'distinct';
                            fields: string[];
                          }
                        | {
                            /** @enum {string} */
                            of: 'sum';
                            field: string;
                            cap?: string;
                          };
                      atLeast?: string;
                      atMost?: string;
                    }[];
                    value?: {
                      rows?: {
                        field: string;
                        anyOf?: string[];
                        atLeast?: string;
                        atMost?: string;
                      }[];
                      take:
                        | {
                            /** @enum {string} */
                            of: 'rows';
                          }
                        | {
                            /** @enum {string} */
                            of: 'distinct';
                            fields: string[];
                          }
                        | {
                            /** @enum {string} */
                            of: 'sum';
                            field: string;
                            cap?: string;
                          };
                      dividedBy?: string;
                    };
                    units?: {
                      all: {
                        rows?: {
                          field: string;
                          anyOf?: string[];
                          atLeast?: string;
                          atMost?: string;
                        }[];
                        take:
                          | {
                              /** @enum {string} */
                              of: 'rows';
                            }
                          | {
                              /** @enum {string} */
                              of: 'distinct';
                              fields: string[];
                            }
                          | {
                              /** @enum {string} */
                              of: 'sum';
                              field: string;
                              cap?: string;
                            };
                      };
                      events: {
                        rows?: {
                          field: string;
                          anyOf?: string[];
                          atLeast?: string;
                          atMost?: string;
                        }[];
                        take:
                          | {
                              /** @enum {string} */
                              of: 'rows';
                            }
                          | {
                              /** @enum {string} */
                              of: 'distinct';
                              fields: string[];
                            }
                          | {
                              /** @enum {string} */
                              of: 'sum';
                              field: string;
                              cap?: string;
                            };
                      };
                    };
                  }
                | {
                    /** @enum {string} */
                    name: 'supplied';
                  }
                | {
                    /** @enum {string} */
                    name: 'enrolled';
                  };
              /** @enum {string} */
              unit?: 'student' | 'incident' | 'response' | 'staff' | 'school';
              /** @enum {string} */
              grain?: 'term' | 'year' | 'cohort' | 'any';
              per?: number;
              decision?: string;
              breaks?: {
                period: string;
                says: string;
              }[];
              /** @enum {string} */
              kind: 'rate' | 'mean';
              /** @enum {string} */
              direction: 'higher-is-better' | 'lower-is-better' | 'parity';
              /** @enum {string} */
              timing: 'leading' | 'lagging';
              construct?: string;
              validRange?: {
                min: number;
                max: number;
              };
              citation?: string;
              notGoodFor?: string;
              id: string;
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.DefineIndicators.periods': {
    parameters: {
      query: {
        district?: string;
        indicator: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: string[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.DefineIndicators.define': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          name: string;
          /** @enum {string} */
          source:
            | 'students'
            | 'attendance'
            | 'discipline'
            | 'courses'
            | 'assessments'
            | 'graduation'
            | 'observations'
            | 'counts';
          reduce?:
            | {
                /** @enum {string} */
                name: 'absent-share-at-least';
                share: string;
                minimumEnrolledDays: number;
              }
            | {
                /** @enum {string} */
                name: 'any-action';
                actions: string[];
              }
            | {
                /** @enum {string} */
                name: 'incident-count';
                per: number;
              }
            | {
                /** @enum {string} */
                name: 'any-course-level';
                levels: string[];
                grades: string[];
              }
            | {
                /** @enum {string} */
                name: 'proficient';
                subject: string;
                grades?: string[];
              }
            | {
                /** @enum {string} */
                name: 'tested';
                subject: string;
              }
            | {
                /** @enum {string} */
                name: 'cohort-graduated';
                years: number;
              }
            | {
                /** @enum {string} */
                name: 'cohort-outcome';
                outcomes: string[];
              }
            | {
                /** @enum {string} */
                name: 'attended-share';
                minimumEnrolledDays: number;
              }
            | {
                /** @enum {string} */
                name: 'day-count';
                statuses: string[];
              }
            | {
                /** @enum {string} */
                name: 'share-of-attended';
                statuses: string[];
              }
            | {
                /** @enum {string} */
                name: 'english-learner-years';
                years: number;
              }
            | {
                /** @enum {string} */
                name: 'english-learner-exited';
              }
            | {
                /** @enum {string} */
                name: 'rows';
                students?: {
                  field: string;
                  anyOf?: string[];
                  atLeast?: string;
                  atMost?: string;
                }[];
                among?: {
                  field: string;
                  anyOf?: string[];
                  atLeast?: string;
                  atMost?: string;
                }[];
                when?: {
                  rows?: {
                    field: string;
                    anyOf?: string[];
                    atLeast?: string;
                    atMost?: string;
                  }[];
                  take:
                    | {
                        /** @enum {string} */
                        of: 'rows';
                      }
                    | {
                        /** @enum {string} */
                        of: 'distinct';
                        fields: string[];
                      }
                    | {
                        /** @enum {string} */
                        of: 'sum';
                        field: string;
                        cap?: string;
                      };
                  atLeast?: string;
                  atMost?: string;
                }[];
                value?: {
                  rows?: {
                    field: string;
                    anyOf?: string[];
                    atLeast?: string;
                    atMost?: string;
                  }[];
                  take:
                    | {
                        /** @enum {string} */
                        of: 'rows';
                      }
                    | {
                        /** @enum {string} */
                        of: 'distinct';
                        fields: string[];
                      }
                    | {
                        /** @enum {string} */
                        of: 'sum';
                        field: string;
                        cap?: string;
                      };
                  dividedBy?: string;
                };
                units?: {
                  all: {
                    rows?: {
                      field: string;
                      anyOf?: string[];
                      atLeast?: string;
                      atMost?: string;
                    }[];
                    take:
                      | {
                          /** @enum {string} */
                          of: 'rows';
                        }
                      | {
                          /** @enum {string} */
                          of: 'distinct';
                          fields: string[];
                        }
                      | {
                          /** @enum {string} */
                          of: 'sum';
                          field: string;
                          cap?: string;
                        };
                  };
                  events: {
                    rows?: {
                      field: string;
                      anyOf?: string[];
                      atLeast?: string;
                      atMost?: string;
                    }[];
                    take:
                      | {
                          /** @enum {string} */
                          of: 'rows';
                        }
                      | {
                          /** @enum {string} */
                          of: 'distinct';
                          fields: string[];
                        }
                      | {
                          /** @enum {string} */
                          of: 'sum';
                          field: string;
                          cap?: string;
                        };
                  };
                };
              }
            | {
                /** @enum {string} */
                name: 'supplied';
              }
            | {
                /** @enum {string} */
                name: 'enrolled';
              };
          /** @enum {string} */
          unit?: 'student' | 'incident' | 'response' | 'staff' | 'school';
          /** @enum {string} */
          grain?: 'term' | 'year' | 'cohort' | 'any';
          per?: number;
          decision?: string;
          breaks?: {
            period: string;
            says: string;
          }[];
          /** @enum {string} */
          kind: 'rate' | 'mean';
          /** @enum {string} */
          direction: 'higher-is-better' | 'lower-is-better' | 'parity';
          /** @enum {string} */
          timing: 'leading' | 'lagging';
          /** @default 6 */
          scale?: number;
          /**
           * @default accountable
           * @enum {string}
           */
          attribution?: 'accountable' | 'each-school';
          construct?: string;
          validRange?: {
            min: number;
            max: number;
          };
          citation?: string;
          notGoodFor?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.DecomposeGap.show': {
    parameters: {
      query: {
        district?: string;
        indicator: string;
        period?: string;
        school?: string | string[];
        by: string;
        where?: string | string[];
        reference?: string;
        strata: string;
        group?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            indicator: string;
            period: string | null;
            reason: string | null;
            recomputing: boolean;
            asOf: {
              eventId: string | null;
              occurredAt: string | null;
              position: string | null;
            };
            by: string;
            strata: string;
            decompositions: {
              group: {
                [key: string]: string;
              };
              reference:
                | 'others'
                | {
                    [key: string]: string;
                  };
              /** @enum {string} */
              method: 'kitagawa' | 'blinder-oaxaca';
              groupValue: number | null;
              referenceValue: number | null;
              gap: number | null;
              twofold: {
                composition: number;
                within: number;
                compositionShare: number | null;
              } | null;
              threefold: {
                endowments: number;
                coefficients: number;
                interaction: number;
              } | null;
              strata: {
                stratum: string;
                group: {
                  n: number;
                  share: number;
                  value: number | null;
                };
                reference: {
                  n: number;
                  share: number;
                  value: number | null;
                };
                gap: number | null;
                composition: number;
                within: number;
                total: number;
              }[];
              paradox: {
                present: boolean;
                reversedStrata: number;
                comparedStrata: number;
              };
              reading: {
                id: string;
                values: {
                  [key: string]: string | number | null;
                };
                english: string;
                spanish: string;
              };
              reason: string | null;
            }[];
            segregation:
              | {
                  dissimilarity: number | null;
                  isolation: number | null;
                  exposure: number | null;
                  informationTheory: number | null;
                  reason: string | null;
                  group: {
                    [key: string]: string;
                  };
                }[]
              | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.AdjustDifference.show': {
    parameters: {
      query: {
        district?: string;
        indicator: string;
        period?: string;
        school?: string | string[];
        by?: string;
        where?: string | string[];
        reference?: string;
        covariates?: string | string[];
        numeric?: string | string[];
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            indicator: string;
            period: string | null;
            reason: string | null;
            recomputing: boolean;
            asOf: {
              eventId: string | null;
              occurredAt: string | null;
              position: string | null;
            };
            by: string | null;
            covariates: string[];
            linear: {
              constant: number | null;
              terms: {
                attribute: string;
                value: string | null;
                reference: string | null;
                estimate: {
                  value: number | null;
                  interval: {
                    low: number;
                    high: number;
                    level: number;
                    method: string;
                  } | null;
                  reason: string | null;
                };
                pValue: number | null;
              }[];
              n: number;
              df: number;
              reason: string | null;
            };
            logistic: {
              constant: number | null;
              terms: {
                attribute: string;
                value: string | null;
                reference: string | null;
                estimate: {
                  value: number | null;
                  interval: {
                    low: number;
                    high: number;
                    level: number;
                    method: string;
                  } | null;
                  reason: string | null;
                };
                pValue: number | null;
              }[];
              n: number;
              df: number;
              reason: string | null;
            } | null;
            groups: {
              group: {
                [key: string]: string;
              };
              reference: {
                [key: string]: string;
              };
              difference: {
                value: number | null;
                interval: {
                  low: number;
                  high: number;
                  level: number;
                  method: string;
                } | null;
                reason: string | null;
              };
              adjustedDifference: {
                value: number | null;
                interval: {
                  low: number;
                  high: number;
                  level: number;
                  method: string;
                } | null;
                reason: string | null;
              };
              adjustedP: number | null;
              adjustedOddsRatio: {
                value: number | null;
                interval: {
                  low: number;
                  high: number;
                  level: number;
                  method: string;
                } | null;
                reason: string | null;
              } | null;
              reading: {
                id: string;
                values: {
                  [key: string]: string | number | null;
                };
                english: string;
                spanish: string;
              };
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.TraceDiscipline.show': {
    parameters: {
      query: {
        district?: string;
        period?: string;
        school?: string | string[];
        by: string;
        where?: string | string[];
        reference?: string;
        group: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            indicator: string;
            period: string | null;
            reason: string | null;
            recomputing: boolean;
            asOf: {
              eventId: string | null;
              occurredAt: string | null;
              position: string | null;
            };
            group: {
              [key: string]: string;
            };
            reference:
              | 'others'
              | {
                  [key: string]: string;
                };
            enrolled: {
              group: number;
              reference: number;
            };
            behaviours: {
              value: string;
              group: {
                incidents: number;
                incidentsPer100: number | null;
                removals: number;
                removalShare: number | null;
              };
              reference: {
                incidents: number;
                incidentsPer100: number | null;
                removals: number;
                removalShare: number | null;
              };
            }[];
            classes: {
              value: string;
              group: {
                incidents: number;
                incidentsPer100: number | null;
                removals: number;
                removalShare: number | null;
              };
              reference: {
                incidents: number;
                incidentsPer100: number | null;
                removals: number;
                removalShare: number | null;
              };
            }[];
            grades: {
              value: string;
              group: {
                incidents: number;
                incidentsPer100: number | null;
                removals: number;
                removalShare: number | null;
              };
              reference: {
                incidents: number;
                incidentsPer100: number | null;
                removals: number;
                removalShare: number | null;
              };
            }[];
            occurrences: {
              value: string;
              group: {
                incidents: number;
                incidentsPer100: number | null;
                removals: number;
                removalShare: number | null;
              };
              reference: {
                incidents: number;
                incidentsPer100: number | null;
                removals: number;
                removalShare: number | null;
              };
            }[];
            months: {
              value: string;
              group: {
                incidents: number;
                incidentsPer100: number | null;
                removals: number;
                removalShare: number | null;
              };
              reference: {
                incidents: number;
                incidentsPer100: number | null;
                removals: number;
                removalShare: number | null;
              };
            }[];
            actions: {
              behaviour: string;
              actions: {
                action: string;
                groupShare: number | null;
                referenceShare: number | null;
              }[];
            }[];
            split: {
              gapPer100: number | null;
              involvementPer100: number | null;
              treatmentPer100: number | null;
              byBehaviour: {
                behaviour: string;
                class: string;
                gapPer100: number;
                involvementPer100: number;
                treatmentPer100: number;
                shareOfGap: number | null;
              }[];
              reason: string | null;
            };
            notRecorded: string[];
            readings: {
              id: string;
              values: {
                [key: string]: string | number | null;
              };
              english: string;
              spanish: string;
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.TraceOpportunity.show': {
    parameters: {
      query: {
        district?: string;
        period?: string;
        school?: string | string[];
        by: string;
        where?: string | string[];
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            indicator: string;
            period: string | null;
            reason: string | null;
            recomputing: boolean;
            asOf: {
              eventId: string | null;
              occurredAt: string | null;
              position: string | null;
            };
            by: string;
            groups: {
              group: {
                [key: string]: string;
              };
              eligible: number;
              stages: {
                /** @enum {string} */
                stage: 'offered' | 'enrolled' | 'completed' | 'passed';
                n: number | null;
                share: number | null;
                conditional: number | null;
                reason: string | null;
              }[];
              lostMostAt: ('offered' | 'enrolled' | 'completed' | 'passed') | null;
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.ShowFunnel.show': {
    parameters: {
      query: {
        district?: string;
        indicator: string;
        period?: string;
        school?: string | string[];
        where?: string | string[];
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            indicator: string;
            indicatorName: string;
            /** @enum {string} */
            kind: 'rate' | 'mean';
            /** @enum {string} */
            direction: 'higher-is-better' | 'lower-is-better' | 'parity';
            period: string | null;
            target: {
              n: number;
              value: number | null;
            };
            schools: {
              schoolId: string;
              name: string | null;
              n: number;
              events: number | null;
              value: number | null;
              limits: {
                low: number;
                high: number;
                level: number;
                /** @enum {string} */
                method: 'binomial-exact' | 'normal';
              }[];
              position: ('within' | 'notable' | 'far') | null;
              side: ('above' | 'below') | null;
              standing: ('better' | 'worse') | null;
              pValue: number | null;
              adjustedP: number | null;
              reliability: ('reliable' | 'few-students') | null;
              reading: {
                id: string;
                values: {
                  [key: string]: string | number | null;
                };
                english: string;
                spanish: string;
              };
              reason: string | null;
            }[];
            reason: string | null;
            recomputing: boolean;
            asOf: {
              eventId: string | null;
              occurredAt: string | null;
              position: string | null;
            };
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.JudgeScale.judge': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          district?: string;
          responses: (number | null)[][];
          scaleMin: number;
          scaleMax: number;
          /** @default [] */
          reverseItems?: number[];
          favourableCodes?: number[];
          /** @default 0.5 */
          minItemShare?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: number;
            respondents: number;
            reliability: {
              complete: number;
              alpha: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              omega: number | null;
              loadings: number[] | null;
              reason: string | null;
            };
            favourable: {
              respondents: number;
              percent: number | null;
              mean: number | null;
            };
            byItem: {
              item: number;
              n: number;
              percent: number | null;
              mean: number | null;
            }[];
            reading: {
              id: string;
              values: {
                [key: string]: string | number | null;
              };
              english: string;
              spanish: string;
            };
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.FindDisproportionality.show': {
    parameters: {
      query?: {
        district?: string;
        schoolYear?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            schoolYear: string | null;
            policy: {
              /** @default 10 */
              minCell: number;
              /** @default 30 */
              minN: number;
              /** @default null */
              threshold: number | null;
              /** @default {} */
              thresholds: {
                [key: string]: number;
              };
              /** @default 3 */
              yearsRequired: 1 | 2 | 3;
              /** @default null */
              reasonableProgressMinDrop: number | null;
              isSet: boolean;
            };
            categories: {
              number: number;
              /** @enum {string} */
              category:
                | 'identified-any'
                | 'identified-intellectual-disability'
                | 'identified-specific-learning-disability'
                | 'identified-emotional-disturbance'
                | 'identified-speech-or-language'
                | 'identified-other-health-impairment'
                | 'identified-autism'
                | 'placed-regular-class-under-40-percent'
                | 'placed-separate-or-residential'
                | 'out-of-school-up-to-10-days'
                | 'out-of-school-over-10-days'
                | 'in-school-up-to-10-days'
                | 'in-school-over-10-days'
                | 'total-removals';
              name: string;
              population: string;
              threshold: number | null;
              groups: {
                group: string;
                own: {
                  cell: number;
                  n: number;
                  risk: number | null;
                };
                others: {
                  cell: number;
                  n: number;
                  risk: number | null;
                } | null;
                /** @enum {string} */
                method: 'risk-ratio' | 'alternate-risk-ratio' | 'not-calculated';
                reason: string | null;
                value: number | null;
                exceeds: boolean | null;
                years: {
                  schoolYear: string;
                  value: number | null;
                  reason: string | null;
                }[];
                reasonableProgress: boolean | null;
                identified: boolean | null;
                steps: {
                  id: string;
                  values: {
                    [key: string]: string | number | null;
                  };
                  english: string;
                  spanish: string;
                }[];
              }[];
            }[];
            identified: boolean | null;
            consequences: {
              id: string;
              values: {
                [key: string]: string | number | null;
              };
              english: string;
              spanish: string;
            }[];
            reason: string | null;
            recomputing: boolean;
            asOf: {
              eventId: string | null;
              occurredAt: string | null;
              position: string | null;
            };
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.FindDisproportionality.setPolicy': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @default 10 */
          minCell?: number;
          /** @default 30 */
          minN?: number;
          /** @default null */
          threshold?: number | null;
          /** @default {} */
          thresholds?: {
            [key: string]: number;
          };
          /** @default 3 */
          yearsRequired?: 1 | 2 | 3;
          /** @default null */
          reasonableProgressMinDrop?: number | null;
          /** @default [] */
          state?: {
            schoolYear: string;
            /** @enum {string} */
            category:
              | 'identified-any'
              | 'identified-intellectual-disability'
              | 'identified-specific-learning-disability'
              | 'identified-emotional-disturbance'
              | 'identified-speech-or-language'
              | 'identified-other-health-impairment'
              | 'identified-autism'
              | 'placed-regular-class-under-40-percent'
              | 'placed-separate-or-residential'
              | 'out-of-school-up-to-10-days'
              | 'out-of-school-over-10-days'
              | 'in-school-up-to-10-days'
              | 'in-school-over-10-days'
              | 'total-removals';
            groups: {
              [key: string]: [number, number];
            };
          }[];
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @default 10 */
            minCell: number;
            /** @default 30 */
            minN: number;
            /** @default null */
            threshold: number | null;
            /** @default {} */
            thresholds: {
              [key: string]: number;
            };
            /** @default 3 */
            yearsRequired: 1 | 2 | 3;
            /** @default null */
            reasonableProgressMinDrop: number | null;
            /** @default [] */
            state: {
              schoolYear: string;
              /** @enum {string} */
              category:
                | 'identified-any'
                | 'identified-intellectual-disability'
                | 'identified-specific-learning-disability'
                | 'identified-emotional-disturbance'
                | 'identified-speech-or-language'
                | 'identified-other-health-impairment'
                | 'identified-autism'
                | 'placed-regular-class-under-40-percent'
                | 'placed-separate-or-residential'
                | 'out-of-school-up-to-10-days'
                | 'out-of-school-over-10-days'
                | 'in-school-up-to-10-days'
                | 'in-school-over-10-days'
                | 'total-removals';
              groups: {
                [key: string]: [number, number];
              };
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.FollowTrends.show': {
    parameters: {
      query: {
        district?: string;
        indicator: string;
        school?: string | string[];
        by?: string | string[];
        where?: string | string[];
        from?: string;
        to?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            indicator: string;
            reason: string | null;
            recomputing: boolean;
            indicatorVersion: number;
            by: string[];
            periods: string[];
            breaks: {
              period: string;
              /** @enum {string} */
              kind: 'definition' | 'coverage';
              says: string;
            }[];
            series: {
              group: {
                [key: string]: string;
              };
              points: {
                n?: number | null;
                events?: number | null;
                rate?: number | null;
                mean?: number | null;
                sd?: number | null;
                interval?: {
                  low: number;
                  high: number;
                  level: number;
                  method: string;
                } | null;
                display?: string;
                suppressed: boolean;
                small?: boolean;
                reliability?: ('reliable' | 'few-students' | 'wide-interval') | null;
                reason: string | null;
                period: string;
              }[];
            }[];
            unsuppressed: boolean;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.FollowTrends.compare': {
    parameters: {
      query: {
        district?: string;
        indicator: string;
        before: string;
        after: string;
        treated: string | string[];
        comparison: string | string[];
        where?: string | string[];
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            indicator: string;
            reason: string | null;
            recomputing: boolean;
            treatedChange: number | null;
            comparisonChange: number | null;
            effect: {
              value: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              reason: string | null;
            };
            pValue: number | null;
            assumptions: string[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.FollowTrends.interrupt': {
    parameters: {
      query: {
        district?: string;
        indicator: string;
        school?: string | string[];
        where?: string | string[];
        start: string;
        lag?: number;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            indicator: string;
            reason: string | null;
            recomputing: boolean;
            points: {
              period: string;
              value: number;
            }[];
            levelChange: {
              value: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              reason: string | null;
            };
            slopeChange: {
              value: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              reason: string | null;
            };
            baselineSlope: {
              value: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              reason: string | null;
            };
            effectAtLast: number | null;
            durbinWatson: number | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.FollowTrends.seasons': {
    parameters: {
      query?: {
        district?: string;
        school?: string | string[];
        by?: string | string[];
        where?: string | string[];
        schoolYear?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            indicator: string;
            reason: string | null;
            recomputing: boolean;
            schoolYear: string | null;
            by: string[];
            groups: {
              group: {
                [key: string]: string;
              };
              months: {
                month: string;
                n: number;
                attended: number;
                fromUsual: number;
              }[];
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.StateProblem.list': {
    parameters: {
      query?: {
        district?: string;
        cycleId?: string;
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              district: string;
              cycleId: string;
              /** @enum {string} */
              state: 'valid' | 'adopted' | 'superseded';
              /** @enum {string} */
              direction: 'increase' | 'decrease';
              indicator: string;
              indicatorName: string;
              /** @enum {string} */
              indicatorDirection: 'higher-is-better' | 'lower-is-better' | 'parity';
              /** @enum {string} */
              kind: 'rate' | 'mean';
              scale: number;
              per: number;
              group: {
                [key: string]: string;
              };
              reference: string;
              schoolIds: string[];
              baseline: number | null;
              baselinePeriod: string;
              baselineN: number | null;
              frozen: {
                group: {
                  n: number;
                  events: number;
                  sum: string;
                  sumOfSquares: string;
                };
                reference: {
                  n: number;
                  events: number;
                  sum: string;
                  sumOfSquares: string;
                };
              } | null;
              referenceBaseline: number | null;
              target: number;
              /** Format: date */
              deadline: string;
              alsoWatch: string[];
              sentence: string | null;
              warnings: string[];
              trajectory?: {
                years: number;
                requiredPerYear: number;
                requiredCompoundPerYear: number | null;
                points: {
                  /** Format: date */
                  on: string;
                  value: number;
                }[];
              };
              feasibility?: {
                requiredPerYear: number;
                basis: ('school-years' | 'group-years') | null;
                comparable: number;
                achieved: number | null;
                share: number | null;
                interval: {
                  low: number;
                  high: number;
                  level: number;
                  method: string;
                } | null;
                reading: {
                  id: string;
                  values: {
                    [key: string]: string | number | null;
                  };
                  english: string;
                  spanish: string;
                };
                reason: string | null;
              };
              priority?: boolean;
              reason?: string;
              /** Format: date-time */
              statedAt: string;
              /** Format: date-time */
              adoptedAt?: string;
              suppressed: boolean;
            }[];
            next: string | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.StateProblem.state': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          district?: string;
          cycleId: string;
          /** @enum {string} */
          direction?: 'increase' | 'decrease';
          indicator: string | string[];
          /** @enum {string} */
          measure?: 'rate' | 'mean' | 'riskRatio' | 'difference';
          group: {
            [key: string]: string | boolean | number;
          };
          /** @default others */
          reference?: string;
          scope?: {
            schoolIds: string[];
          };
          baseline?: number;
          baselinePeriod?: string;
          target: number;
          /** Format: date */
          deadline: string;
          /** @default [] */
          alsoWatch?: string[];
          reason?: string;
          note?: string;
          baselineN?: number;
          interval?: unknown;
          sentence?: string;
          /** @enum {string} */
          state?: 'draft' | 'valid';
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.StateProblem.adopt': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.StateProblem.show': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            id: string;
            district: string;
            cycleId: string;
            /** @enum {string} */
            state: 'valid' | 'adopted' | 'superseded';
            /** @enum {string} */
            direction: 'increase' | 'decrease';
            indicator: string;
            indicatorName: string;
            /** @enum {string} */
            indicatorDirection: 'higher-is-better' | 'lower-is-better' | 'parity';
            /** @enum {string} */
            kind: 'rate' | 'mean';
            scale: number;
            per: number;
            group: {
              [key: string]: string;
            };
            reference: string;
            schoolIds: string[];
            baseline: number | null;
            baselinePeriod: string;
            baselineN: number | null;
            frozen: {
              group: {
                n: number;
                events: number;
                sum: string;
                sumOfSquares: string;
              };
              reference: {
                n: number;
                events: number;
                sum: string;
                sumOfSquares: string;
              };
            } | null;
            referenceBaseline: number | null;
            target: number;
            /** Format: date */
            deadline: string;
            alsoWatch: string[];
            sentence: string | null;
            warnings: string[];
            trajectory?: {
              years: number;
              requiredPerYear: number;
              requiredCompoundPerYear: number | null;
              points: {
                /** Format: date */
                on: string;
                value: number;
              }[];
            };
            feasibility?: {
              requiredPerYear: number;
              basis: ('school-years' | 'group-years') | null;
              comparable: number;
              achieved: number | null;
              share: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              reading: {
                id: string;
                values: {
                  [key: string]: string | number | null;
                };
                english: string;
                spanish: string;
              };
              reason: string | null;
            };
            priority?: boolean;
            reason?: string;
            /** Format: date-time */
            statedAt: string;
            /** Format: date-time */
            adoptedAt?: string;
            suppressed: boolean;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.RebuildMeasures.list': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'diagnostics.RebuildMeasures.begin': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.DeadLetters.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
        topic?: string;
        group?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.DeadLetters.replay': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.ShowCycles.list': {
    parameters: {
      query?: {
        district?: string;
        state?:
          | 'foundation'
          | 'diagnosing'
          | 'designing'
          | 'implementing'
          | 'reflecting'
          | 'decided'
          | 'paused'
          | 'closed-early';
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              district: string;
              title: string;
              /** @enum {string} */
              level: 'school' | 'district';
              schoolIds: string[];
              /** @enum {string} */
              area:
                | 'access'
                | 'discipline'
                | 'graduation'
                | 'achievement'
                | 'attendance'
                | 'belonging'
                | 'resources'
                | 'other';
              schoolYear: string;
              /** @enum {string} */
              state:
                | 'foundation'
                | 'diagnosing'
                | 'designing'
                | 'implementing'
                | 'reflecting'
                | 'decided'
                | 'paused'
                | 'closed-early';
              /** @enum {string} */
              resumeState?:
                | 'foundation'
                | 'diagnosing'
                | 'designing'
                | 'implementing'
                | 'reflecting'
                | 'decided'
                | 'paused'
                | 'closed-early';
              leadIds: string[];
              /** Format: date */
              startedOn: string;
              /** Format: date */
              reviewDueOn: string;
              /** Format: date */
              annualDueOn: string;
              problemStatementId?: string;
              interventions: {
                id: string;
                name: string;
                /** @enum {string} */
                state: 'planned' | 'ready' | 'running' | 'paused' | 'ended' | 'abandoned';
                schoolIds: string[];
                dosage: {
                  /** @enum {string} */
                  unit: 'session' | 'minute' | 'contact';
                  plannedPerPeriod: number;
                  /** @enum {string} */
                  period: 'week' | 'month' | 'term';
                  targetStudents?: {
                    [key: string]: number;
                  };
                  /** Format: date */
                  startOn: string;
                  /** Format: date */
                  endOn: string;
                };
                fidelityCriteria: {
                  id: string;
                  component: string;
                  essential: boolean;
                  /** @enum {string} */
                  how?: 'observation' | 'log' | 'checklist';
                  weight?: number;
                }[];
                /** @enum {string} */
                comparison: 'none' | 'waitlist' | 'matched-schools' | 'matched-students' | 'lottery' | 'staggered';
                comparisonSchoolIds: string[];
                weeksToEffect: number;
                pauses: {
                  /** Format: date */
                  from: string;
                  /** Format: date */
                  to?: string;
                }[];
                leadingIndicators: string[];
              }[];
              pauses: {
                /** Format: date */
                from: string;
                /** Format: date */
                to?: string;
              }[];
              previousCycleId?: string;
              evidence?: {
                decisions?: {
                  /** @enum {string} */
                  kind: 'refine' | 'replace' | 'scale' | 'continue' | 'stop';
                  narrowed: boolean;
                  rule?: string;
                }[];
                harmConfirmed?: boolean;
                counterWidened?: boolean;
                otherIdeaScored?: boolean;
                assumptionFailed?: boolean;
                hypothesisRejected?: boolean;
                reliability?: number;
                measureChanged?: boolean;
                subjectUnheard?: boolean;
                comparisonBalanced?: boolean;
                externalFactor?: boolean;
                costPerStudentKnown?: boolean;
                capacityNamed?: boolean;
                /** @enum {string} */
                teamPulse?: 'green' | 'amber' | 'red';
              };
              version: number;
              template: string;
              teamIds: string[];
              /** Format: date */
              resumeBy?: string;
              closedReason?: string;
            }[];
            next: string | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.OpenCycle.open': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          id?: string;
          district?: string;
          title: string;
          /** @enum {string} */
          level: 'school' | 'district';
          /**
           * @description of a district cycle: empty means every school
           * @default []
           */
          schoolIds?: string[];
          /** @enum {string} */
          area:
            'access' | 'discipline' | 'graduation' | 'achievement' | 'attendance' | 'belonging' | 'resources' | 'other';
          /**
           * @default standard
           * @enum {string}
           */
          template?: 'standard' | 'low-budget' | 'time-constrained' | 'low-buy-in';
          /** @description absent: the school year of the start */
          schoolYear?: string;
          /** @description pseudonyms; absent: the caller */
          leadIds?: string[];
          /** @default [] */
          teamIds?: string[];
          /**
           * Format: date
           * @description absent: today (UTC)
           */
          startedOn?: string;
          /**
           * Format: date
           * @description absent: 180 days after the start, or after today when that is later
           */
          reviewDueOn?: string;
          /**
           * Format: date
           * @description absent: 365 days after the start, or the review when that is later
           */
          annualDueOn?: string;
          previousCycleId?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.ShowCycles.one': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            id: string;
            district: string;
            title: string;
            /** @enum {string} */
            level: 'school' | 'district';
            schoolIds: string[];
            /** @enum {string} */
            area:
              | 'access'
              | 'discipline'
              | 'graduation'
              | 'achievement'
              | 'attendance'
              | 'belonging'
              | 'resources'
              | 'other';
            schoolYear: string;
            /** @enum {string} */
            state:
              | 'foundation'
              | 'diagnosing'
              | 'designing'
              | 'implementing'
              | 'reflecting'
              | 'decided'
              | 'paused'
              | 'closed-early';
            /** @enum {string} */
            resumeState?:
              | 'foundation'
              | 'diagnosing'
              | 'designing'
              | 'implementing'
              | 'reflecting'
              | 'decided'
              | 'paused'
              | 'closed-early';
            leadIds: string[];
            /** Format: date */
            startedOn: string;
            /** Format: date */
            reviewDueOn: string;
            /** Format: date */
            annualDueOn: string;
            problemStatementId?: string;
            interventions: {
              id: string;
              name: string;
              /** @enum {string} */
              state: 'planned' | 'ready' | 'running' | 'paused' | 'ended' | 'abandoned';
              schoolIds: string[];
              dosage: {
                /** @enum {string} */
                unit: 'session' | 'minute' | 'contact';
                plannedPerPeriod: number;
                /** @enum {string} */
                period: 'week' | 'month' | 'term';
                targetStudents?: {
                  [key: string]: number;
                };
                /** Format: date */
                startOn: string;
                /** Format: date */
                endOn: string;
              };
              fidelityCriteria: {
                id: string;
                component: string;
                essential: boolean;
                /** @enum {string} */
                how?: 'observation' | 'log' | 'checklist';
                weight?: number;
              }[];
              /** @enum {string} */
              comparison: 'none' | 'waitlist' | 'matched-schools' | 'matched-students' | 'lottery' | 'staggered';
              comparisonSchoolIds: string[];
              weeksToEffect: number;
              pauses: {
                /** Format: date */
                from: string;
                /** Format: date */
                to?: string;
              }[];
              leadingIndicators: string[];
            }[];
            pauses: {
              /** Format: date */
              from: string;
              /** Format: date */
              to?: string;
            }[];
            previousCycleId?: string;
            evidence?: {
              decisions?: {
                /** @enum {string} */
                kind: 'refine' | 'replace' | 'scale' | 'continue' | 'stop';
                narrowed: boolean;
                rule?: string;
              }[];
              harmConfirmed?: boolean;
              counterWidened?: boolean;
              otherIdeaScored?: boolean;
              assumptionFailed?: boolean;
              hypothesisRejected?: boolean;
              reliability?: number;
              measureChanged?: boolean;
              subjectUnheard?: boolean;
              comparisonBalanced?: boolean;
              externalFactor?: boolean;
              costPerStudentKnown?: boolean;
              capacityNamed?: boolean;
              /** @enum {string} */
              teamPulse?: 'green' | 'amber' | 'red';
            };
            version: number;
            template: string;
            teamIds: string[];
            /** Format: date */
            resumeBy?: string;
            closedReason?: string;
            allowed: {
              command: string;
              /** @description guards that do not hold yet */
              missing: {
                code: string;
                detail: string;
              }[];
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveCycle.run': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json':
          | {
              /** @description the `version` that was read; another one is 409 version/stale */
              expectedVersion?: number;
              /** @enum {string} */
              command: 'begin-diagnosis';
            }
          | {
              /** @description the `version` that was read; another one is 409 version/stale */
              expectedVersion?: number;
              /** @description waited for, up to 2 s, when it is not known yet */
              problemStatementId?: string;
              /** @enum {string} */
              command: 'begin-design';
            }
          | {
              /** @description the `version` that was read; another one is 409 version/stale */
              expectedVersion?: number;
              /** @enum {string} */
              command: 'begin-implementation';
            }
          | {
              /** @description the `version` that was read; another one is 409 version/stale */
              expectedVersion?: number;
              /** @description needed before the review date, and when nothing was delivered */
              reason?: string;
              /** @enum {string} */
              command: 'begin-reflection';
            }
          | {
              /** @description the `version` that was read; another one is 409 version/stale */
              expectedVersion?: number;
              whatDidWeMiss?: string;
              /** @description the kind of evidence that is to be looked at now */
              newEvidence?: string;
              /** @enum {string} */
              command: 'return-to-diagnosis';
            }
          | {
              /** @description the `version` that was read; another one is 409 version/stale */
              expectedVersion?: number;
              reason?: string;
              /**
               * Format: date
               * @description within 365 days
               */
              resumeBy?: string;
              /** @enum {string} */
              command: 'pause';
            }
          | {
              /** @description the `version` that was read; another one is 409 version/stale */
              expectedVersion?: number;
              /** @enum {string} */
              command: 'resume';
            }
          | {
              /** @description the `version` that was read; another one is 409 version/stale */
              expectedVersion?: number;
              /** @enum {string} */
              closedReason?: 'funding' | 'turnover' | 'policy-change' | 'emergency' | 'harm' | 'merged' | 'other';
              reason?: string;
              lessons?: string[];
              /** @enum {string} */
              command: 'close-early';
            };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveCycle.beginDiagnosis': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveCycle.beginDesign': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
          /** @description waited for, up to 2 s, when it is not known yet */
          problemStatementId?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveCycle.beginImplementation': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveCycle.beginReflection': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
          /** @description needed before the review date, and when nothing was delivered */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveCycle.returnToDiagnosis': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
          whatDidWeMiss?: string;
          /** @description the kind of evidence that is to be looked at now */
          newEvidence?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveCycle.pause': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
          reason?: string;
          /**
           * Format: date
           * @description within 365 days
           */
          resumeBy?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveCycle.resume': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveCycle.closeEarly': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
          /** @enum {string} */
          closedReason?: 'funding' | 'turnover' | 'policy-change' | 'emergency' | 'harm' | 'merged' | 'other';
          reason?: string;
          lessons?: string[];
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.PlanIntervention.plan': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description so that files can name it; unique in the district */
          id?: string;
          name: string;
          schoolIds: string[];
          dosage: {
            /** @enum {string} */
            unit: 'session' | 'minute' | 'contact';
            plannedPerPeriod: number;
            /** @enum {string} */
            period: 'week' | 'month' | 'term';
            targetStudents?: {
              [key: string]: number;
            };
            /** Format: date */
            startOn: string;
            /** Format: date */
            endOn: string;
          };
          /** @description 3 to 12, at least one essential */
          fidelityCriteria: {
            id: string;
            component: string;
            /** @default false */
            essential?: boolean;
            /** @enum {string} */
            how?: 'observation' | 'log' | 'checklist';
            weight?: number;
          }[];
          /**
           * @default none
           * @enum {string}
           */
          comparison?: 'none' | 'waitlist' | 'matched-schools' | 'matched-students' | 'lottery' | 'staggered';
          /** @default [] */
          comparisonSchoolIds?: string[];
          /** @default 0 */
          weeksToEffect?: number;
          /** @default [] */
          leadingIndicators?: string[];
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveIntervention.start': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason?: string;
          /** @description of abandon: at least one */
          lessons?: string[];
          /**
           * Format: date
           * @description of start: first day that counts; absent: the first day of the plan, or today when that is earlier
           */
          startedOn?: string;
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveIntervention.pause': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason?: string;
          /** @description of abandon: at least one */
          lessons?: string[];
          /**
           * Format: date
           * @description of start: first day that counts; absent: the first day of the plan, or today when that is earlier
           */
          startedOn?: string;
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveIntervention.resume': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason?: string;
          /** @description of abandon: at least one */
          lessons?: string[];
          /**
           * Format: date
           * @description of start: first day that counts; absent: the first day of the plan, or today when that is earlier
           */
          startedOn?: string;
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveIntervention.end': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason?: string;
          /** @description of abandon: at least one */
          lessons?: string[];
          /**
           * Format: date
           * @description of start: first day that counts; absent: the first day of the plan, or today when that is earlier
           */
          startedOn?: string;
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.MoveIntervention.abandon': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason?: string;
          /** @description of abandon: at least one */
          lessons?: string[];
          /**
           * Format: date
           * @description of start: first day that counts; absent: the first day of the plan, or today when that is earlier
           */
          startedOn?: string;
          /** @description the `version` that was read; another one is 409 version/stale */
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.ShowInterventions.one': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.ShowDeliveries.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.PostDeliveries.post': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          deliveries: {
            deliveryId: string;
            /** @description as in a file; must be the one of the path */
            interventionId?: string;
            schoolId: string;
            /** Format: date */
            date: string;
            minutes?: number | string;
            /**
             * @description false: an extra, counted in reach and not in dosage
             * @default true
             */
            planned?: boolean;
            quality?: number;
            /** @description a role */
            deliveredBy?: string;
            studentId?: unknown;
          }[];
          isSingle: boolean;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.PostDeliveries.withdraw': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
        deliveryId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.CheckFidelity.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.CheckFidelity.check': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          id?: string;
          /** @description must be the one of the path */
          interventionId?: string;
          schoolId: string;
          /** Format: date */
          on: string;
          /** @description absent: the caller’s role */
          observerRole?: string;
          /** @enum {string} */
          method: 'observation' | 'log' | 'checklist' | 'self';
          items: {
            criterionId: string;
            /** @enum {string} */
            met: 'yes' | 'partly' | 'no' | 'notSeen';
          }[];
          quality?: number;
          engagement?: number;
          attended?: number;
          offered?: number;
          /**
           * @description what was done otherwise; read by the team, never in an event
           * @default []
           */
          differs?: {
            component: string;
            how: string;
            /** @enum {string} */
            reason: 'context' | 'time' | 'misunderstood' | 'disagree' | 'resource';
          }[];
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.KeepLog.list': {
    parameters: {
      query?: {
        district?: string;
        verify?: 'true' | 'false';
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              seq: number;
              cycleId: string;
              /** Format: date-time */
              at: string;
              byRole: string;
              byPseudonym: string;
              /** @enum {string} */
              kind: 'decision' | 'adjustment' | 'outcome' | 'note' | 'dissent' | 'lesson' | 'reading';
              textHash: string;
              refs: string[];
              corrects?: number;
              previousHash: string;
              keyId: string;
              hash: string;
              text?: string;
            }[];
            next: string | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.KeepLog.add': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          kind: 'note' | 'dissent' | 'lesson';
          text: string;
          /** @default [] */
          refs?: string[];
          /** @description the seq of the entry that this one corrects */
          corrects?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.KeepLog.head': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.KeepDiagnosis.show': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            cycleId: string;
            version: number;
            statementId: string | null;
            hypotheses: {
              id: string;
              because: string;
              /** @enum {string} */
              rootLevel: 'student-reached' | 'practice' | 'policy' | 'resource' | 'access' | 'relationship';
              whys: string[];
              upstream?: string;
              /** @enum {string} */
              state: 'proposed' | 'examining' | 'supported' | 'rejected' | 'open' | 'reopened';
              for: {
                id: string;
                /** @enum {string} */
                kind: 'quantitative' | 'qualitative';
                /** @enum {string} */
                source: 'gap' | 'decomposition' | 'trend' | 'theme' | 'story' | 'document';
                ref: string;
                /** @enum {string} */
                stance: 'supports' | 'contradicts' | 'mixed';
                note?: string;
                /** Format: date */
                on: string;
                answer?: string;
              }[];
              against: {
                id: string;
                /** @enum {string} */
                kind: 'quantitative' | 'qualitative';
                /** @enum {string} */
                source: 'gap' | 'decomposition' | 'trend' | 'theme' | 'story' | 'document';
                ref: string;
                /** @enum {string} */
                stance: 'supports' | 'contradicts' | 'mixed';
                note?: string;
                /** Format: date */
                on: string;
                answer?: string;
              }[];
              mixed: {
                id: string;
                /** @enum {string} */
                kind: 'quantitative' | 'qualitative';
                /** @enum {string} */
                source: 'gap' | 'decomposition' | 'trend' | 'theme' | 'story' | 'document';
                ref: string;
                /** @enum {string} */
                stance: 'supports' | 'contradicts' | 'mixed';
                note?: string;
                /** Format: date */
                on: string;
                answer?: string;
              }[];
              warnings: string[];
            }[];
            assumptions: {
              id: string;
              text: string;
              /** @enum {string} */
              source: 'definitions' | 'hypothesis' | 'idea' | 'plan';
              hypothesisId?: string;
              /** Format: date */
              testBy: string;
              test: string;
              /** @enum {string} */
              state: 'untested' | 'holding' | 'false' | 'unknown';
              isOverdue: boolean;
              evidence: {
                /** Format: date */
                on: string;
                state: string;
                text: string;
              }[];
            }[];
            themes: {
              id: string;
              cycleId: string;
              name: string;
              meaning: string;
              /** @enum {string} */
              method: 'survey' | 'focus-group' | 'interview' | 'listening-session' | 'phone';
              by: string;
              threshold: number;
              sources: number;
              contradicting: number | null;
              counts: {
                group: string;
                said: number | null;
                contradicted: number | null;
              }[];
              /** Format: date */
              publishedOn: string;
              hypothesisIds: string[];
            }[];
            whatDidWeMiss: {
              falseAssumptions: string[];
              untestedAssumptions: string[];
              rejectedHypotheses: string[];
              unheardThemes: string[];
            };
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.KeepDiagnosis.propose': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          because: string;
          /** @enum {string} */
          rootLevel: 'student-reached' | 'practice' | 'policy' | 'resource' | 'access' | 'relationship';
          whys: string[];
          upstream?: string;
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.KeepDiagnosis.addEvidence': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
        hypothesis: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          kind: 'quantitative' | 'qualitative';
          /** @enum {string} */
          source: 'gap' | 'decomposition' | 'trend' | 'theme' | 'story' | 'document';
          ref: string;
          /** @enum {string} */
          stance: 'supports' | 'contradicts' | 'mixed';
          note?: string;
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.KeepDiagnosis.conclude': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
        hypothesis: string;
        conclusion: 'support' | 'reject' | 'leave-open';
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason?: string;
          answers?: {
            evidenceId: string;
            text: string;
          }[];
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.KeepDiagnosis.noteAssumption': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          text: string;
          /** @enum {string} */
          source: 'definitions' | 'hypothesis' | 'idea' | 'plan';
          hypothesisId?: string;
          /** Format: date */
          testBy: string;
          test: string;
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'interventions.KeepDiagnosis.testAssumption': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
        assumption: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          state: 'holding' | 'false' | 'unknown';
          evidence: string;
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.DeadLetters.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
        topic?: string;
        group?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.DeadLetters.replay': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.ShowReports.list': {
    parameters: {
      query?: {
        district?: string;
        cycleId?: string;
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              cycleId: string;
              interventionId?: string;
              schoolId?: string;
              /** @enum {string} */
              kind:
                | 'working'
                | 'not-working'
                | 'no-time'
                | 'not-trained'
                | 'no-materials'
                | 'cost'
                | 'misfit'
                | 'unintended-harm'
                | 'data-wrong'
                | 'burnout'
                | 'external-change'
                | 'idea';
              /** @enum {string} */
              severity: 'note' | 'hinders' | 'stops';
              anonymous: boolean;
              /** @enum {string} */
              state: 'new' | 'seen' | 'routed' | 'answered' | 'closed';
              text: string;
              fromRole: string;
              sentIn: string;
              routedTo: string[];
              /** Format: date */
              answerDueOn?: string;
              answer?: {
                text: string;
                /** Format: date */
                on: string;
                byRole: string;
              };
              version: number;
            }[];
            next: string | null;
            summary: {
              threshold: number;
              total: number | null;
              counts: {
                /** @enum {string} */
                kind:
                  | 'working'
                  | 'not-working'
                  | 'no-time'
                  | 'not-trained'
                  | 'no-materials'
                  | 'cost'
                  | 'misfit'
                  | 'unintended-harm'
                  | 'data-wrong'
                  | 'burnout'
                  | 'external-change'
                  | 'idea';
                count: number | null;
              }[];
            };
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.SendReport.send': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          district?: string;
          cycleId: string;
          interventionId?: string;
          schoolId?: string;
          /** @enum {string} */
          kind:
            | 'working'
            | 'not-working'
            | 'no-time'
            | 'not-trained'
            | 'no-materials'
            | 'cost'
            | 'misfit'
            | 'unintended-harm'
            | 'data-wrong'
            | 'burnout'
            | 'external-change'
            | 'idea';
          text: string;
          /**
           * @default note
           * @enum {string}
           */
          severity?: 'note' | 'hinders' | 'stops';
          /**
           * @description no author, no time finer than the week, no finer role is stored
           * @default false
           */
          anonymous?: boolean;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.AnswerReport.read': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.AnswerReport.see': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.AnswerReport.route': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          to: ('equity-lead' | 'principal' | 'district-administrator' | 'data-steward')[];
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.AnswerReport.answer': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          text: string;
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.AnswerReport.close': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          expectedVersion?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.PublishTheme.list': {
    parameters: {
      query: {
        district?: string;
        cycleId: string;
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              id: string;
              cycleId: string;
              name: string;
              meaning: string;
              /** @enum {string} */
              method: 'survey' | 'focus-group' | 'interview' | 'listening-session' | 'phone';
              by: string;
              threshold: number;
              sources: number;
              contradicting: number | null;
              counts: {
                group: string;
                said: number | null;
                contradicted: number | null;
              }[];
              /** Format: date */
              publishedOn: string;
            }[];
            next: string | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feedback.PublishTheme.publish': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          district?: string;
          cycleId: string;
          name: string;
          meaning: string;
          /** @enum {string} */
          method: 'survey' | 'focus-group' | 'interview' | 'listening-session' | 'phone';
          /** @default audience */
          by?: string;
          /** @default 10 */
          threshold?: number;
          counts: {
            group: string;
            said: number;
            /** @default 0 */
            contradicted?: number;
          }[];
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.DeadLetters.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
        topic?: string;
        group?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.DeadLetters.replay': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.ShowReflection.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              cycleId: string;
              title: string;
              area: string | null;
              stage: string;
              indicator: string | null;
              sentence: string | null;
              gap: {
                baseline: number | null;
                current: number | null;
                change: number | null;
                interval: {
                  low: number;
                  high: number;
                  level: number;
                  method: string;
                } | null;
                /** @enum {string} */
                status: 'narrowed' | 'widened' | 'unclear' | 'reversed';
                narrowed: boolean;
                provisional: boolean;
                levellingDown: boolean;
                ownGain: boolean;
              } | null;
              progress: number | null;
              expectedProgress: number | null;
              onTrack: boolean | null;
              /** @enum {string} */
              fidelityLevel: 'high' | 'moderate' | 'low' | 'insufficient';
              recommendation: ('refine' | 'replace' | 'scale' | 'continue' | 'stop') | null;
              suppressed: boolean;
              asOf: {
                eventId: string | null;
                occurredAt: string | null;
                sequence: number;
                /** Format: date */
                date: string;
              };
            }[];
            next: string | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.ShowReflection.one': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        cycleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            cycleId: string;
            district: string;
            title: string;
            stage: string;
            sentence: string | null;
            indicator: string | null;
            baseline: {
              period: string;
              value: number | null;
              n: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              referenceValue: number | null;
              referenceN: number | null;
              provisional: boolean;
              reason: string | null;
              display?: string;
              referenceDisplay?: string;
            } | null;
            current: {
              period: string;
              value: number | null;
              n: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              referenceValue: number | null;
              referenceN: number | null;
              provisional: boolean;
              reason: string | null;
              display?: string;
              referenceDisplay?: string;
            } | null;
            target: {
              value: number;
              /** Format: date */
              deadline: string;
            } | null;
            gap: {
              baseline: number | null;
              current: number | null;
              change: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              /** @enum {string} */
              status: 'narrowed' | 'widened' | 'unclear' | 'reversed';
              narrowed: boolean;
              provisional: boolean;
              levellingDown: boolean;
              ownGain: boolean;
            } | null;
            progress: number | null;
            expectedProgress: number | null;
            onTrack: boolean | null;
            fidelity: {
              adherence: number | null;
              dosage: number | null;
              dosageRaw: number | null;
              quality: number | null;
              responsiveness: number | null;
              differentiation: number | null;
              overall: number | null;
              /** @enum {string} */
              level: 'high' | 'moderate' | 'low' | 'insufficient';
              because: string[];
              uneven: string[];
            };
            interventions: {
              id: string;
              name: string;
              state: string;
              deliveries: number;
              extra: number;
              studentsReached: number | null;
              fidelity: {
                adherence: number | null;
                dosage: number | null;
                dosageRaw: number | null;
                quality: number | null;
                responsiveness: number | null;
                differentiation: number | null;
                overall: number | null;
                /** @enum {string} */
                level: 'high' | 'moderate' | 'low' | 'insufficient';
                because: string[];
                uneven: string[];
              };
            }[];
            leading: {
              indicator: string;
              period: string;
              value: number | null;
              n: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              referenceValue: number | null;
              referenceN: number | null;
              provisional: boolean;
              reason: string | null;
              display?: string;
              referenceDisplay?: string;
            }[];
            lagging: {
              indicator: string;
              period: string;
              value: number | null;
              n: number | null;
              interval: {
                low: number;
                high: number;
                level: number;
                method: string;
              } | null;
              referenceValue: number | null;
              referenceN: number | null;
              provisional: boolean;
              reason: string | null;
              display?: string;
              referenceDisplay?: string;
            }[];
            feedback: {
              reports: number;
              open: number;
              byKind: {
                [key: string]: number;
              };
            };
            attribution: {
              /** @enum {string} */
              kind:
                | 'works'
                | 'poor-delivery'
                | 'poor-design'
                | 'external'
                | 'wrong-measure'
                | 'too-early'
                | 'not-enough-information'
                | 'cannot-tell';
              wording: string;
              /** @enum {string} */
              confidence: 'high' | 'medium' | 'low';
              for: string[];
              against: string[];
            };
            recommendation: {
              /** @enum {string} */
              kind: 'refine' | 'replace' | 'scale' | 'continue' | 'stop';
              rule: string;
              because: string[];
              against: string[];
            } | null;
            baselineCorrected: {
              was: number | null;
              is: number | null;
            } | null;
            recomputing: boolean;
            asOf: {
              eventId: string | null;
              occurredAt: string | null;
              sequence: number;
              /** Format: date */
              date: string;
            };
            suppressed: boolean;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.ShowReflection.history': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        cycleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              district: string;
              cycleId: string;
              sequence: number;
              reflection: {
                cycleId: string;
                district: string;
                title: string;
                stage: string;
                sentence: string | null;
                indicator: string | null;
                baseline: {
                  period: string;
                  value: number | null;
                  n: number | null;
                  interval: {
                    low: number;
                    high: number;
                    level: number;
                    method: string;
                  } | null;
                  referenceValue: number | null;
                  referenceN: number | null;
                  provisional: boolean;
                  reason: string | null;
                  display?: string;
                  referenceDisplay?: string;
                } | null;
                current: {
                  period: string;
                  value: number | null;
                  n: number | null;
                  interval: {
                    low: number;
                    high: number;
                    level: number;
                    method: string;
                  } | null;
                  referenceValue: number | null;
                  referenceN: number | null;
                  provisional: boolean;
                  reason: string | null;
                  display?: string;
                  referenceDisplay?: string;
                } | null;
                target: {
                  value: number;
                  /** Format: date */
                  deadline: string;
                } | null;
                gap: {
                  baseline: number | null;
                  current: number | null;
                  change: number | null;
                  interval: {
                    low: number;
                    high: number;
                    level: number;
                    method: string;
                  } | null;
                  /** @enum {string} */
                  status: 'narrowed' | 'widened' | 'unclear' | 'reversed';
                  narrowed: boolean;
                  provisional: boolean;
                  levellingDown: boolean;
                  ownGain: boolean;
                } | null;
                progress: number | null;
                expectedProgress: number | null;
                onTrack: boolean | null;
                fidelity: {
                  adherence: number | null;
                  dosage: number | null;
                  dosageRaw: number | null;
                  quality: number | null;
                  responsiveness: number | null;
                  differentiation: number | null;
                  overall: number | null;
                  /** @enum {string} */
                  level: 'high' | 'moderate' | 'low' | 'insufficient';
                  because: string[];
                  uneven: string[];
                };
                interventions: {
                  id: string;
                  name: string;
                  state: string;
                  deliveries: number;
                  extra: number;
                  studentsReached: number | null;
                  fidelity: {
                    adherence: number | null;
                    dosage: number | null;
                    dosageRaw: number | null;
                    quality: number | null;
                    responsiveness: number | null;
                    differentiation: number | null;
                    overall: number | null;
                    /** @enum {string} */
                    level: 'high' | 'moderate' | 'low' | 'insufficient';
                    because: string[];
                    uneven: string[];
                  };
                }[];
                leading: {
                  indicator: string;
                  period: string;
                  value: number | null;
                  n: number | null;
                  interval: {
                    low: number;
                    high: number;
                    level: number;
                    method: string;
                  } | null;
                  referenceValue: number | null;
                  referenceN: number | null;
                  provisional: boolean;
                  reason: string | null;
                  display?: string;
                  referenceDisplay?: string;
                }[];
                lagging: {
                  indicator: string;
                  period: string;
                  value: number | null;
                  n: number | null;
                  interval: {
                    low: number;
                    high: number;
                    level: number;
                    method: string;
                  } | null;
                  referenceValue: number | null;
                  referenceN: number | null;
                  provisional: boolean;
                  reason: string | null;
                  display?: string;
                  referenceDisplay?: string;
                }[];
                feedback: {
                  reports: number;
                  open: number;
                  byKind: {
                    [key: string]: number;
                  };
                };
                attribution: {
                  /** @enum {string} */
                  kind:
                    | 'works'
                    | 'poor-delivery'
                    | 'poor-design'
                    | 'external'
                    | 'wrong-measure'
                    | 'too-early'
                    | 'not-enough-information'
                    | 'cannot-tell';
                  wording: string;
                  /** @enum {string} */
                  confidence: 'high' | 'medium' | 'low';
                  for: string[];
                  against: string[];
                };
                recommendation: {
                  /** @enum {string} */
                  kind: 'refine' | 'replace' | 'scale' | 'continue' | 'stop';
                  rule: string;
                  because: string[];
                  against: string[];
                } | null;
                baselineCorrected: {
                  was: number | null;
                  is: number | null;
                } | null;
                recomputing: boolean;
                asOf: {
                  eventId: string | null;
                  occurredAt: string | null;
                  sequence: number;
                  /** Format: date */
                  date: string;
                };
                suppressed: boolean;
              };
              before: {
                gap: {
                  baseline: number | null;
                  current: number | null;
                  change: number | null;
                  interval: {
                    low: number;
                    high: number;
                    level: number;
                    method: string;
                  } | null;
                  /** @enum {string} */
                  status: 'narrowed' | 'widened' | 'unclear' | 'reversed';
                  narrowed: boolean;
                  provisional: boolean;
                  levellingDown: boolean;
                  ownGain: boolean;
                } | null;
              };
              cause: {
                eventId: string;
                type: string;
                /** Format: date-time */
                occurredAt: string;
              };
            }[];
            next: string | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.FollowReflection.follow': {
    parameters: {
      query?: {
        district?: string;
      };
      header: {
        authorization: string;
        'last-event-id': string;
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        cycleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.ShowScorecards.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.RebuildReflections.progress': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.RebuildReflections.begin': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      202: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.PublishReleases.list': {
    parameters: {
      query?: {
        district?: string;
        limit?: number;
        after?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              district: string;
              releaseId: string;
              title: string;
              /** @enum {string} */
              state: 'making' | 'prepared' | 'published';
              /** Format: date-time */
              requestedAt: string;
              publishedAt: string | null;
              progress: {
                made: number;
                of: number | null;
              };
              hash: string | null;
              policy: {
                id: string;
                says: string;
                minimumN: number;
                protection: {
                  absolute: number;
                  share: number;
                };
                outcomeCandidates: number;
                ladder: {
                  fromN: number;
                  tail: number;
                  band: number;
                }[];
                roundCountsTo: 1 | 3 | 5 | 10;
                meanDecimals: number;
                leastBesideLargestSchool: number;
                leastChange: number;
              };
              breakdowns: {
                by: string[];
                bySchool: boolean;
              }[];
              subjects: {
                indicator: string;
                indicatorName: string;
                /** @enum {string} */
                kind: 'rate' | 'mean';
                /** @enum {string} */
                direction: 'higher-is-better' | 'lower-is-better' | 'parity';
                period: string;
                /** @enum {string} */
                outcome: 'protected' | 'carried' | 'withheld';
                carriedFrom?: string;
                reason?: string;
                tables: number;
                parts: number;
              }[];
            }[];
            next: string | null;
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.PublishReleases.ask': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          district?: string;
          title: string;
          indicators?: string[];
          periods?: string[];
          breakdowns?: {
            by: string[];
            bySchool: boolean;
          }[];
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.PublishReleases.approve': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        releaseId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      201: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.PublishReleases.one': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        releaseId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            releaseId: string;
            title: string;
            /** @enum {string} */
            state: 'making' | 'prepared' | 'published';
            /** Format: date-time */
            requestedAt: string;
            publishedAt: string | null;
            progress: {
              made: number;
              of: number | null;
            };
            hash: string | null;
            policy: {
              id: string;
              says: string;
              minimumN: number;
              protection: {
                absolute: number;
                share: number;
              };
              outcomeCandidates: number;
              ladder: {
                fromN: number;
                tail: number;
                band: number;
              }[];
              roundCountsTo: 1 | 3 | 5 | 10;
              meanDecimals: number;
              leastBesideLargestSchool: number;
              leastChange: number;
            };
            breakdowns: {
              by: string[];
              bySchool: boolean;
            }[];
            subjects: {
              indicator: string;
              indicatorName: string;
              /** @enum {string} */
              kind: 'rate' | 'mean';
              /** @enum {string} */
              direction: 'higher-is-better' | 'lower-is-better' | 'parity';
              period: string;
              /** @enum {string} */
              outcome: 'protected' | 'carried' | 'withheld';
              carriedFrom?: string;
              reason?: string;
              tables: number;
              parts: number;
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.PublishReleases.gaps': {
    parameters: {
      query: {
        district?: string;
        indicator: string;
        period?: string;
        by?: string;
        school?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path: {
        releaseId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            releaseId: string;
            title: string;
            publishedAt: string | null;
            hash: string | null;
            indicator: string;
            indicatorName: string;
            /** @enum {string} */
            kind: 'rate' | 'mean';
            /** @enum {string} */
            direction: 'higher-is-better' | 'lower-is-better' | 'parity';
            period: string;
            /** @enum {string} */
            outcome: 'protected' | 'carried' | 'withheld';
            carriedFrom?: string;
            reason?: string;
            by: string[];
            school: string | null;
            groups: {
              schoolId: string | null;
              group: {
                [key: string]: string;
              };
              n?: number;
              events?: number;
              rate?: number;
              low?: number;
              high?: number;
              mean?: number;
              display?: string;
              suppressed: boolean;
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.ChoosePolicy.show': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            policy: {
              id: string;
              says: string;
              minimumN: number;
              protection: {
                absolute: number;
                share: number;
              };
              outcomeCandidates: number;
              ladder: {
                fromN: number;
                tail: number;
                band: number;
              }[];
              roundCountsTo: 1 | 3 | 5 | 10;
              meanDecimals: number;
              leastBesideLargestSchool: number;
              leastChange: number;
            };
            choice: {
              policy: string;
              minimumN?: number;
              protectionAbsolute?: number;
            };
            policies: {
              id: string;
              says: string;
              minimumN: number;
              protection: {
                absolute: number;
                share: number;
              };
              outcomeCandidates: number;
              ladder: {
                fromN: number;
                tail: number;
                band: number;
              }[];
              roundCountsTo: 1 | 3 | 5 | 10;
              meanDecimals: number;
              leastBesideLargestSchool: number;
              leastChange: number;
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'reporting.ChoosePolicy.choose': {
    parameters: {
      query?: {
        district?: string;
      };
      header?: {
        /** @description Wait up to 5 s until that write is included, else 503 */
        'Evenground-After'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          policy: string;
          minimumN?: number;
          protectionAbsolute?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          /** @description What a later read can wait for */
          'Evenground-Position'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            district: string;
            policy: {
              id: string;
              says: string;
              minimumN: number;
              protection: {
                absolute: number;
                share: number;
              };
              outcomeCandidates: number;
              ladder: {
                fromN: number;
                tail: number;
                band: number;
              }[];
              roundCountsTo: 1 | 3 | 5 | 10;
              meanDecimals: number;
              leastBesideLargestSchool: number;
              leastChange: number;
            };
            choice: {
              policy: string;
              minimumN?: number;
              protectionAbsolute?: number;
            };
            policies: {
              id: string;
              says: string;
              minimumN: number;
              protection: {
                absolute: number;
                share: number;
              };
              outcomeCandidates: number;
              ladder: {
                fromN: number;
                tail: number;
                band: number;
              }[];
              roundCountsTo: 1 | 3 | 5 | 10;
              meanDecimals: number;
              leastBesideLargestSchool: number;
              leastChange: number;
            }[];
          };
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
